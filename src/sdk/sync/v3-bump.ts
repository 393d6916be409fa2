/**
 * What orders a room in the list where the server has no `bump_stamp`: the time of its latest message, no later than now,
 * because the time is the sender's claim. Of the kinds of events that move a room with sliding sync too.
 */
import type { UserId } from "#api/ids.ts";
import type { MatrixEvent } from "#sdk/events/envelope.ts";
import type { RoomUpdate } from "./batch.ts";

const BUMPING: ReadonlySet<string> = new Set([
  "m.room.create",
  "m.room.message",
  "m.room.encrypted",
  "m.sticker",
  "m.call.invite",
  "m.poll.start",
  "org.matrix.msc3381.poll.start",
  "m.beacon_info",
  "org.matrix.msc3672.beacon_info",
]);

function bumps(event: MatrixEvent, me: UserId): boolean {
  if (BUMPING.has(event.type)) return true;
  // Coming into a room puts it on top, a new face does not.
  const isOwn = event.type === "m.room.member" && event.stateKey === me;
  return isOwn && event.content["membership"] === "join" && event.prevContent?.["membership"] !== "join";
}

export function bumpOf(
  events: readonly MatrixEvent[],
  { me, now, kind }: { readonly me: UserId; readonly now: number; readonly kind: RoomUpdate["kind"] },
): number | undefined {
  let latest: number | undefined;
  for (const event of events) if (bumps(event, me)) latest = Math.max(latest ?? 0, Math.min(event.ts, now));
  // Of a room without a message in sight we know that its last one is older than this.
  const [first] = events;
  return latest ?? (kind === "snapshot" && first ? Math.min(first.ts, now) : undefined);
}
