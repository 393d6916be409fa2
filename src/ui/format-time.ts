/**
 * Times as the list and the messages show them. The formatters are made once: making one costs more than a whole list.
 */
const LOCALE = "en-GB";
const weekday = new Intl.DateTimeFormat(LOCALE, { weekday: "short" });
const dayMonth = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short" });
const dayMonthYear = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short", year: "numeric" });

/** How the hours of a day are counted. */
export type Clock = "12h" | "24h";

const clocks = {
  "24h": {
    time: new Intl.DateTimeFormat(LOCALE, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
    full: new Intl.DateTimeFormat(LOCALE, { dateStyle: "full", timeStyle: "short", hourCycle: "h23" }),
  },
  "12h": {
    time: new Intl.DateTimeFormat(LOCALE, { hour: "numeric", minute: "2-digit", hourCycle: "h12" }),
    full: new Intl.DateTimeFormat(LOCALE, { dateStyle: "full", timeStyle: "short", hourCycle: "h12" }),
  },
};

let clock: Clock = "24h";
const listeners = new Set<() => void>();

export function currentClock(): Clock {
  return clock;
}

/** From here on times read this way; who shows some is told. `system`: as this browser's language has it. */
export function setClock(choice: Clock | "system"): void {
  const next = choice === "system" ? systemClock() : choice;
  if (next === clock) return;
  clock = next;
  for (const listener of listeners) listener();
}

export function subscribeClock(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function systemClock(): Clock {
  const { hourCycle } = new Intl.DateTimeFormat(undefined, { hour: "numeric" }).resolvedOptions();
  return hourCycle === "h11" || hourCycle === "h12" ? "12h" : "24h";
}

const DAY = 86_400_000;

function startOfDay(ts: number): number {
  const date = new Date(ts);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** "10:51", "10:51 am" */
export function clockTime(ts: number): string {
  return clocks[clock].time.format(ts);
}

/** The same without the half of the day, where the whole stands close by. */
export function shortTime(ts: number): string {
  return clockTime(ts).replace(/[^\d:.].*$/u, "");
}

/** "Tuesday 18 November 2025 at 10:51", for tooltips. */
export function fullTime(ts: number): string {
  return clocks[clock].full.format(ts);
}

/** Time of a list row: the hour today, the weekday within a week, else the date. */
export function listTime(ts: number, now: number): string {
  // Rounded, because a day of the clock change has 23 or 25 hours.
  const days = Math.round((startOfDay(now) - startOfDay(ts)) / DAY);
  if (days <= 0) return clockTime(ts);
  if (days < 7) return weekday.format(ts);
  return new Date(ts).getFullYear() === new Date(now).getFullYear() ? dayMonth.format(ts) : dayMonthYear.format(ts);
}

/** For the `dateTime` attribute of a time element. */
export function machineTime(ts: number): string {
  return Number.isFinite(ts) && Math.abs(ts) <= 8.64e15 ? new Date(ts).toISOString() : "";
}
