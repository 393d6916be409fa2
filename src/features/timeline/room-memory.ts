/**
 * What a room looked like when it was left: heights of its rows and where reading stopped on screen. Kept for the last
 * rooms, so that going back to one costs one frame.
 */
import type { RoomId } from "#api/ids.ts";
import type { VirtualItem } from "@tanstack/react-virtual";

const ROOMS = 10;

export interface Place {
  readonly key: string;
  /** Pixels of the row that were above the top of the pane; negative if it stood below. */
  readonly above: number;
}

export interface RoomMemory {
  readonly width: number;
  /** The look its heights were measured in. */
  readonly look: string;
  /** The row that had the focus, if the list is drawn anew under it. */
  readonly focus?: string | undefined;
  readonly sizes: readonly VirtualItem[];
  /** Undefined: it was left at the end. */
  readonly place: Place | undefined;
}

const memories = new Map<RoomId, RoomMemory>();

export function recall(roomId: RoomId): RoomMemory | undefined {
  return memories.get(roomId);
}

export function remember(roomId: RoomId, memory: RoomMemory): void {
  memories.delete(roomId);
  memories.set(roomId, memory);
  const [oldest] = memories.keys();
  if (memories.size > ROOMS && oldest !== undefined) memories.delete(oldest);
}

/** The size of the pane the last time one was on screen: what a new one starts with. */
export const lastPane = { width: 760, height: 720 };
