import { t } from "#lib/i18n/t.ts";

/** A size as people write it: decimal units, one digit after the point below ten. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return t("media.bytes", { count: bytes });
  if (bytes < 999_500) return t("media.kB", { value: short(bytes / 1e3) });
  if (bytes < 999_500_000) return t("media.MB", { value: short(bytes / 1e6) });
  return t("media.GB", { value: short(bytes / 1e9) });
}

function short(value: number): string {
  return value < 9.95 ? value.toFixed(1).replace(/\.0$/, "") : String(Math.round(value));
}
