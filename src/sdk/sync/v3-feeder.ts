/** Classic sync: everything in the first answer, which may take its time, then changes. */
import { GRACE_MS, type Feeder } from "./feeder.ts";
import { parseV3 } from "./v3-parse.ts";
import { V3_PATH, v3Query } from "./v3-request.ts";

/** Servers compute the first answer of a large account for minutes; leaving early means beginning anew. */
const FIRST_GRACE_MS = 10 * 60_000;
/** After a long absence there is much to say as well. */
const CATCH_UP_GRACE_MS = 2 * 60_000;
const FIRST_STUCK_MS = 2 * 60_000;
const STUCK_MS = 15_000;

export const v3Feeder: Feeder = {
  protocol: "classic",
  openRooms: "always",
  request: ({ position }, { waitMs }) => ({
    request: { method: "GET", path: V3_PATH, query: v3Query(position, waitMs) },
    graceMs: position === undefined ? FIRST_GRACE_MS : waitMs === 0 ? CATCH_UP_GRACE_MS : GRACE_MS,
    stuckMs: position === undefined ? FIRST_STUCK_MS : STUCK_MS,
  }),
  parse: (json, { position }, { me, now }) =>
    parseV3(json, { me, now, extent: position === undefined ? "everything" : "changes" }),
  advance: (row) => ({ row, next: "wait" }),
  restart: (row) => ({ ...row, position: undefined, toDeviceSince: undefined }),
  isRefusal: () => false,
};
