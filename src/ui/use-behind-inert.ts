import { useLayoutEffect, type RefObject } from "react";

/** What the settings cover can't be reached meanwhile; the focus comes here, and goes back where it was. */
export function useBehindInert(root: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const own = root.current;
    const before = document.activeElement;
    const covered = [...(own?.parentElement?.children ?? [])].filter(
      (one): one is HTMLElement => one instanceof HTMLElement && one !== own && one.classList.contains("sheet"),
    );
    for (const one of covered) one.inert = true;
    own?.focus({ preventScroll: true });
    return () => {
      for (const one of covered) one.inert = false;
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, [root]);
}
