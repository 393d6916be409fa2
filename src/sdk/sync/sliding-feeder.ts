/** Simplified sliding sync (MSC4186): the first screen of rooms, then growing windows, then changes. */
import type { SdkError } from "#api/errors.ts";
import { GRACE_MS, type Feeder } from "./feeder.ts";
import { parseSliding } from "./sliding-parse.ts";
import { firstWindow, nextWindow, SLIDING_PATH, slidingBody } from "./sliding-request.ts";

const FIRST_GRACE_MS = 90_000;
const STUCK_MS = 5_000;

/** Servers without it, and proxies that don't let it through. */
function isRefusal(error: SdkError): boolean {
  if (error.kind !== "matrix" || error.status < 400 || error.status >= 500) return false;
  return error.status === 404 || error.status === 405 || error.errcode === "M_UNRECOGNIZED";
}

export const slidingFeeder: Feeder = {
  protocol: "sliding",
  openRooms: "by-request",
  request: ({ connId, window, position, toDeviceSince }, { open, waitMs }) => ({
    request: {
      method: "POST",
      path: SLIDING_PATH,
      query: { timeout: waitMs, pos: position },
      body: slidingBody({ connId, window, open, toDeviceSince }),
    },
    graceMs: position === undefined ? FIRST_GRACE_MS : GRACE_MS,
    stuckMs: STUCK_MS,
  }),
  parse: (json, _row, context) => {
    const batch = parseSliding(json, context);
    return batch && [batch];
  },
  advance: (row, batch) => {
    const window = nextWindow(row.window, batch.roomCount);
    return window > row.window ? { row: { ...row, window }, next: "now" } : { row, next: "wait" };
  },
  restart: (row) => ({ ...row, position: undefined, window: firstWindow() }),
  isRefusal,
};
