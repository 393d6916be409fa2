import { useEffect } from "react";
import { useConfig } from "#client/config.ts";
import { readSetting } from "#client/settings.ts";
import { applyTheme, useUi } from "#client/ui-store.ts";
import { PHONE, useMediaQuery } from "#ui/use-media-query.ts";
import { useLocation } from "#ui/navigation.ts";

/** Keeps the document's theme and the colour of the browser's own bars in step. */
export function useTheme(): void {
  const chosen = useUi((ui) => ui.theme);
  const { defaultTheme } = useConfig();
  // The deployer's wish counts as long as nobody chose on this device.
  const theme = chosen === "system" && readSetting("theme") === null ? defaultTheme : chosen;
  const dark = useMediaQuery("(prefers-color-scheme: dark)");
  const phone = useMediaQuery(PHONE);
  const inRoom = useLocation().place.kind === "room";
  useEffect(() => {
    applyTheme(theme);
    // A phone in a conversation shows the sheet up to the edge, everything else the desk.
    const probe = document.createElement("span");
    probe.style.color = phone && inRoom ? "var(--surface)" : "var(--bg)";
    document.body.append(probe);
    const colour = getComputedStyle(probe).color;
    probe.remove();
    for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) meta.content = colour;
  }, [theme, dark, phone, inRoom]);
}
