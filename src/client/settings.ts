/** Small settings of this device in localStorage; a browser that refuses it just forgets them. */
export type SettingName =
  "values" | "look" | "listWidth" | "panelWidth" | "list" | "panel" | "listSnapshot" | "knownSessions";

function keyOf(name: SettingName): string {
  return `hubbub:setting:${name}`;
}

export function readSetting(name: SettingName): string | null {
  try {
    return localStorage.getItem(keyOf(name));
  } catch {
    return null;
  }
}

export function writeSetting(name: SettingName, value: string): void {
  try {
    localStorage.setItem(keyOf(name), value);
  } catch {
    // Forgotten at the next visit; nothing else is lost.
  }
}

export function forgetSetting(name: SettingName): void {
  try {
    localStorage.removeItem(keyOf(name));
  } catch {
    // Nothing was kept.
  }
}
