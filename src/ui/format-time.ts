/**
 * Times as the list and the messages show them. The formatters are made once: making one costs more than a whole list.
 */
const LOCALE = "en-GB";
const clock = new Intl.DateTimeFormat(LOCALE, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const weekday = new Intl.DateTimeFormat(LOCALE, { weekday: "short" });
const dayMonth = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short" });
const dayMonthYear = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short", year: "numeric" });
const full = new Intl.DateTimeFormat(LOCALE, { dateStyle: "full", timeStyle: "short", hourCycle: "h23" });

const DAY = 86_400_000;

function startOfDay(ts: number): number {
  const date = new Date(ts);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** "10:51" */
export function clockTime(ts: number): string {
  return clock.format(ts);
}

/** "Tuesday 18 November 2025 at 10:51", for tooltips. */
export function fullTime(ts: number): string {
  return full.format(ts);
}

/** Time of a list row: the hour today, the weekday within a week, else the date. */
export function listTime(ts: number, now: number): string {
  // Rounded, because a day of the clock change has 23 or 25 hours.
  const days = Math.round((startOfDay(now) - startOfDay(ts)) / DAY);
  if (days <= 0) return clock.format(ts);
  if (days < 7) return weekday.format(ts);
  return new Date(ts).getFullYear() === new Date(now).getFullYear() ? dayMonth.format(ts) : dayMonthYear.format(ts);
}

/** For the `dateTime` attribute of a time element. */
export function machineTime(ts: number): string {
  return Number.isFinite(ts) && Math.abs(ts) <= 8.64e15 ? new Date(ts).toISOString() : "";
}
