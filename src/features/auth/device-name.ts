import { t } from "#lib/i18n/t.ts";

const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/Edg\//, "Edge"],
  [/Firefox\//, "Firefox"],
  [/Chrome\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/Android/, "Android"],
  [/iPhone|iPad/, "iOS"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/Linux|X11/, "Linux"],
];

function nameOf(agent: string, names: readonly (readonly [RegExp, string])[]): string | undefined {
  return names.find(([pattern]) => pattern.test(agent))?.[1];
}

/** What this session is called in a list of devices: "Hubbub on Firefox, Linux". */
export function deviceName(agent: string): string {
  const where = [nameOf(agent, BROWSERS), nameOf(agent, SYSTEMS)].filter((part) => part !== undefined);
  return t("auth.deviceName", { where: where.length > 0 ? where.join(", ") : "web" });
}
