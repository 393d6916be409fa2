import type { GeoPlace } from "#api/timeline.ts";
import { t } from "#lib/i18n/t.ts";

const DIGITS = 5;

function degrees(value: number): string {
  return `${Number(Math.abs(value).toFixed(DIGITS))}°`;
}

/** "52.5° N, 13.4° E, within 10 m" */
export function placeText({ latitude, longitude, accuracy }: GeoPlace): string {
  const where = t("media.degrees", {
    latitude: degrees(latitude),
    longitude: degrees(longitude),
    northSouth: latitude < 0 ? "south" : "north",
    eastWest: longitude < 0 ? "west" : "east",
  });
  if (accuracy === undefined) return where;
  return accuracy < 1_000
    ? t("media.withinMetres", { where, metres: Math.max(1, Math.round(accuracy)) })
    : t("media.withinKilometres", { where, kilometres: Math.round(accuracy / 1_000) });
}
