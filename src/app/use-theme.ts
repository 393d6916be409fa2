import { useEffect, useLayoutEffect } from "react";
import { applyLook, rememberLook } from "#client/look.ts";
import { useLook, useSetting } from "#client/use-setting.ts";
import { setClock } from "#ui/format-time.ts";
import { PHONE, useMediaQuery } from "#ui/use-media-query.ts";
import { useLocation } from "#ui/navigation.ts";

/** Keeps the document's look and the colour of the browser's own bars in step with what was chosen. */
export function useTheme(): void {
  const look = useLook();
  const clock = useSetting("clock");
  useLayoutEffect(() => setClock(clock), [clock]);
  const dark = useMediaQuery("(prefers-color-scheme: dark)");
  const contrast = useMediaQuery("(prefers-contrast: more)");
  const phone = useMediaQuery(PHONE);
  const { place, overlay } = useLocation();
  const onSheet = place.kind === "room" || overlay?.kind === "settings" || overlay?.kind === "encryption";
  useEffect(() => {
    applyLook(look);
    rememberLook(look);
    // A phone in a conversation shows the sheet up to the edge, everything else the desk.
    const probe = document.createElement("span");
    probe.style.color = phone && onSheet ? "var(--surface)" : "var(--bg)";
    document.body.append(probe);
    const colour = getComputedStyle(probe).color;
    probe.remove();
    for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) meta.content = colour;
  }, [look, dark, contrast, phone, onSheet]);
}
