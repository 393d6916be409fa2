import { t } from "#lib/i18n/t.ts";

const LOCALE = "en-GB";
const thisYear = new Intl.DateTimeFormat(LOCALE, { weekday: "long", day: "numeric", month: "long" });
const otherYear = new Intl.DateTimeFormat(LOCALE, { weekday: "long", day: "numeric", month: "long", year: "numeric" });

function dayNumber(ts: number): number {
  const date = new Date(ts);
  return Math.round(new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime() / 86_400_000);
}

/** A day as the separator and the sticky pill name it. */
export function dayText(ts: number, now: number): string {
  const ago = dayNumber(now) - dayNumber(ts);
  if (ago === 0) return t("timeline.today");
  if (ago === 1) return t("timeline.yesterday");
  // The comma of "Tuesday, 18 November" is noise in a separator.
  const format = new Date(ts).getFullYear() === new Date(now).getFullYear() ? thisYear : otherYear;
  return format.format(ts).replace(",", "");
}
