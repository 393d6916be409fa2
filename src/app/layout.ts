import { DRAWER, useMediaQuery } from "#ui/use-media-query.ts";

const COMPACT = "(max-width: 1360px)";

/** Width of the list where nobody chose one, in px at a 16 px root. */
export function useListDefault(): number {
  const drawer = useMediaQuery(DRAWER);
  const compact = useMediaQuery(COMPACT);
  return drawer ? 272 : compact ? 288 : 304;
}

/** Width of the right panel where nobody chose one. */
export function usePanelDefault(): number {
  const drawer = useMediaQuery(DRAWER);
  const compact = useMediaQuery(COMPACT);
  return drawer ? 312 : compact ? 296 : 312;
}
