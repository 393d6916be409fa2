/** What rows need besides their own item. The value never changes while a room is open, so it re-renders nothing. */
import { createContext, use } from "react";
import type { EventId, MxcUri, RoomId, TxnId, UserId } from "#api/ids.ts";
import type { MatrixTarget } from "#api/rich-text.ts";
import type { MediaInfo } from "#api/timeline.ts";
import type { MessageActions } from "./use-message-actions.tsx";

export interface TimelineActions extends MessageActions {
  readonly roomId: RoomId;
  readonly openPerson: (userId: UserId) => void;
  readonly openTarget: (target: MatrixTarget) => void;
  readonly jumpTo: (eventId: EventId) => void;
  /** To the newest message, and to the address of the room itself. */
  readonly toLatest: () => void;
  readonly viewSource: (eventId: EventId) => void;
  readonly enlarge: (media: MediaInfo) => void;
  readonly download: (mxc: MxcUri, name: string, seal?: string) => void;
  readonly copyLink: (eventId: EventId) => void;
  readonly retry: (txnId: TxnId) => void;
  readonly discard: (txnId: TxnId) => void;
  readonly fillGap: (key: string) => void;
  readonly paginate: () => void;
}

export const TimelineContext = createContext<TimelineActions | undefined>(undefined);

export function useTimelineActions(): TimelineActions {
  const actions = use(TimelineContext);
  if (!actions) throw new Error("a timeline row outside of a timeline");
  return actions;
}
