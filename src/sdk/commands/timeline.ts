import { Failure } from "#api/errors.ts";
import type { RoomId } from "#api/ids.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { roomPath } from "#sdk/account/room-path.ts";
import { ENCRYPTED } from "#sdk/crypto/ciphertext.ts";
import type { MatrixEvent } from "#sdk/events/envelope.ts";
import type { RoomTimeline } from "#sdk/rooms/rooms.ts";
import { gapOrder } from "#sdk/views/project/timeline/gap-key.ts";
import type { HandlersOf } from "./account-verbs.ts";

type Noun = "timeline.paginate" | "timeline.fillGap" | "timeline.tryAgain" | "event.source" | "event.opened";

export function timelineCommands({ rooms, http, encryption }: AccountContext): HandlersOf<Noun> {
  async function withTimeline<T>(roomId: RoomId, use: (timeline: RoomTimeline) => Promise<T>): Promise<T> {
    const timeline = await rooms.openTimeline(roomId);
    try {
      return await use(timeline);
    } finally {
      rooms.release(roomId);
    }
  }

  return {
    "timeline.paginate": ({ roomId }) =>
      withTimeline(roomId, async (timeline) => ({ reached: await timeline.loadOlder() })),
    "timeline.fillGap": async ({ roomId, key, from }) => {
      const order = gapOrder(key);
      if (order === undefined) throw new Failure({ kind: "invalid", field: "key", reason: "malformed" });
      await withTimeline(roomId, (timeline) => timeline.fillGap(order, from));
      return undefined;
    },
    "timeline.tryAgain": ({ roomId }) => {
      encryption.crypto.lookAgain(roomId, []);
      return Promise.resolve(undefined);
    },
    "event.opened": ({ roomId, eventId }) => {
      const found = rooms.event(roomId, eventId);
      const opened = found.state === "known" && found.event.crypto?.state === "open" ? found.event : undefined;
      if (opened?.crypto?.state !== "open") return Promise.resolve(undefined);
      const { type, content, crypto } = opened;
      const { sessionId, senderDevice, forwarder, shield } = crypto;
      return Promise.resolve(JSON.stringify({ type, content, sessionId, senderDevice, forwarder, shield }, null, 2));
    },
    "event.source": async ({ roomId, eventId }, { signal }) => {
      try {
        const json = await http.request({
          method: "GET",
          path: roomPath(roomId, "event", eventId),
          signal,
          timeoutMs: 10_000,
        });
        return JSON.stringify(json, null, 2);
      } catch (cause) {
        // Offline: what was kept of it is better than nothing.
        const found = rooms.event(roomId, eventId);
        if (found.state !== "known") throw cause;
        return JSON.stringify(asItCame(found.event), null, 2);
      }
    },
  };
}

/** What was opened is shown as what it was on its way. */
function asItCame({ crypto, ...event }: MatrixEvent): Omit<MatrixEvent, "crypto"> {
  return crypto?.state === "open" ? { ...event, type: ENCRYPTED, content: crypto.wire } : event;
}
