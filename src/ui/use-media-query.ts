import { useSyncExternalStore } from "react";

/** Widths at which the layout changes. */
export const PHONE = "(max-width: 719px)";
export const DRAWER = "(max-width: 1100px)";

const queries = new Map<string, MediaQueryList>();

function queryOf(query: string): MediaQueryList {
  let list = queries.get(query);
  if (!list) {
    list = window.matchMedia(query);
    queries.set(query, list);
  }
  return list;
}

/** Whether a media query holds, live. */
export function useMediaQuery(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = queryOf(query);
      list.addEventListener("change", listener);
      return () => list.removeEventListener("change", listener);
    },
    () => queryOf(query).matches,
  );
}
