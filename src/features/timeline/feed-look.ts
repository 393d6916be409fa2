/** How a conversation is laid out. Rows read it; a change lays all of them out anew. */
import { createContext, use } from "react";
import type { SettingValues } from "#api/settings.ts";

export type Layout = SettingValues["layout"];

export interface FeedLook {
  readonly layout: Layout;
  /** Size of text against the usual one. */
  readonly scale: number;
}

export const USUAL_LOOK: FeedLook = { layout: "modern", scale: 1 };

/** Heights that were measured hold for one look only. */
export function lookKey({ layout, scale }: FeedLook): string {
  return `${layout} ${scale}`;
}

export const LayoutContext = createContext<Layout>("modern");

export function useLayout(): Layout {
  return use(LayoutContext);
}
