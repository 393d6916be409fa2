/** What must be on the document before the first paint. The boot script puts on it what `rememberLook` left. */
import type { SettingValues } from "#api/settings.ts";
import { writeSetting } from "./settings.ts";

export type Look = Pick<SettingValues, "theme" | "contrast" | "motion" | "fontSize" | "layout">;

const DARK = "(prefers-color-scheme: dark)";
const CONTRAST = "(prefers-contrast: more)";

/** `undefined`: the system decides, also about contrast. */
function themeName({ theme, contrast }: Look, system: "light" | "dark"): string | undefined {
  if (contrast === "more" || (theme !== "system" && matchMedia(CONTRAST).matches))
    return `${theme === "system" ? system : theme}-contrast`;
  return theme === "system" ? undefined : theme;
}

export function applyLook(look: Look): void {
  const root = document.documentElement;
  const name = themeName(look, matchMedia(DARK).matches ? "dark" : "light");
  if (name === undefined) delete root.dataset["theme"];
  else root.dataset["theme"] = name;
  if (look.motion === "reduced") root.dataset["motion"] = "reduced";
  else delete root.dataset["motion"];
  root.dataset["layout"] = look.layout;
  root.style.fontSize = look.fontSize === 100 ? "" : `${look.fontSize}%`;
}

export function rememberLook(look: Look): void {
  writeSetting("look", JSON.stringify(look));
}
