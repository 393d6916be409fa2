/** The request body of simplified sliding sync (MSC4186). Pure. */
import type { RoomId } from "#api/ids.ts";
import type { JsonObject } from "#sdk/events/envelope.ts";
import { ESSENTIAL_STATE } from "#sdk/rooms/room-record.ts";

export const SLIDING_PATH = "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync";
/** Enough for a preview behind a reaction or two. */
const LIST_EVENTS = 3;
const OPEN_EVENTS = 40;
const FIRST_WINDOW = 20;
const GROWTH = 5;
/** Rooms added per step: a response must not take the thread for long. */
const LARGEST_STEP = 400;
/** More rooms than any account has; a server that claims more is not asked for ever. */
const LARGEST_WINDOW = 50_000;

const REQUIRED_STATE: readonly (readonly [string, string])[] = [
  ...ESSENTIAL_STATE.map((type) => [type, ""] as const),
  ["m.room.member", "$LAZY"],
  ["m.room.member", "$ME"],
];

export interface SlidingRequest {
  readonly connId: string;
  /** Rooms wanted from the top of the list. */
  readonly window: number;
  readonly open: readonly RoomId[];
  readonly toDeviceSince: string | undefined;
}

export function slidingBody({ connId, window, open, toDeviceSince }: SlidingRequest): JsonObject {
  const subscription = { timeline_limit: OPEN_EVENTS, required_state: REQUIRED_STATE };
  return {
    conn_id: connId,
    lists: { all: { ranges: [[0, window - 1]], timeline_limit: LIST_EVENTS, required_state: REQUIRED_STATE } },
    ...(open.length === 0
      ? {}
      : { room_subscriptions: Object.fromEntries(open.map((roomId) => [roomId, subscription])) }),
    extensions: {
      to_device: { enabled: true, ...(toDeviceSince === undefined ? {} : { since: toDeviceSince }) },
      e2ee: { enabled: true },
      account_data: { enabled: true },
      receipts: { enabled: true },
      typing: { enabled: true },
    },
  };
}

export function firstWindow(): number {
  return FIRST_WINDOW;
}

/** The next window: the first screen, then growing steps, then all rooms and a little air for new ones. */
export function nextWindow(window: number, roomCount: number | undefined): number {
  if (roomCount === undefined || roomCount <= window || window >= LARGEST_WINDOW) return window;
  return Math.min(window * GROWTH, window + LARGEST_STEP, roomCount + FIRST_WINDOW, LARGEST_WINDOW);
}
