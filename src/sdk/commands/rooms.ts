import type { ResultOf } from "#api/contract.ts";
import { Failure } from "#api/errors.ts";
import { isServerName, parseRoomId, type RoomId, type UserId } from "#api/ids.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { encryptionWishes } from "#sdk/account/encryption-wishes.ts";
import { roomPath } from "#sdk/account/room-path.ts";
import { until } from "#sdk/account/until.ts";
import { MEGOLM } from "#sdk/crypto/ciphertext.ts";
import { isObject } from "#sdk/events/envelope.ts";
import { inviterOf } from "#sdk/rooms/names.ts";
import type { EssentialType } from "#sdk/rooms/room-record.ts";
import type { HandlersOf } from "./account-verbs.ts";
import { directInviter, type DirectRooms } from "./direct-rooms.ts";

/** How long a verb waits for sync to show its result before it returns all the same. */
const APPEAR_MS = 5_000;
/** Joining a large room over federation takes its time. */
const JOIN_MS = 120_000;

type RoomVerb =
  | "room.encryptionWishes"
  | "room.startDirect"
  | "room.create"
  | "room.join"
  | "room.leave"
  | "room.invite"
  | "room.setName"
  | "room.setTopic";

function roomIdOf(answer: unknown): RoomId {
  const roomId = isObject(answer) ? parseRoomId(answer["room_id"]) : undefined;
  if (!roomId) throw new Failure({ kind: "bug", message: "the server answered without a room id" });
  return roomId;
}

export function roomCommands(ctx: AccountContext, direct: DirectRooms): HandlersOf<RoomVerb> {
  const { http, rooms, log } = ctx;

  const joined = (roomId: RoomId): boolean => rooms.record(roomId)?.membership === "join";

  /** A room comes by sync while the server is still making it: it is there once what was asked for is. */
  async function create(body: object, expected: readonly EssentialType[], signal?: AbortSignal): Promise<RoomId> {
    const path = "/_matrix/client/v3/createRoom";
    const roomId = roomIdOf(
      await http.request({ method: "POST", path, body, timeoutMs: 60_000, ...(signal ? { signal } : {}) }),
    );
    const complete = (): boolean => expected.every((type) => rooms.record(roomId)?.essential[type] !== undefined);
    await until(ctx, () => joined(roomId) && complete(), APPEAR_MS, signal);
    return roomId;
  }

  async function markDirect(roomId: RoomId, userId: UserId): Promise<void> {
    try {
      await direct.add(roomId, userId);
    } catch (cause) {
      // The room is there; that it is listed under Rooms is no reason to call the verb failed.
      log.error("m.direct was not updated", cause);
      return;
    }
    await until(ctx, () => rooms.record(roomId)?.directWith.includes(userId) ?? false, APPEAR_MS);
  }

  const starting = new Map<UserId, Promise<ResultOf<"room.startDirect">>>();

  /** Not tied to the tab that asked first: others may wait for it, and half a chat helps nobody. */
  async function startDirect(userId: UserId): Promise<ResultOf<"room.startDirect">> {
    const existing = await direct.find(userId);
    if (existing) return { roomId: existing, outcome: "existing" };
    const invite = userId === rooms.me ? [] : [userId];
    const { initial } = await encryptionWishes(ctx);
    const body = { is_direct: true, preset: "trusted_private_chat", invite, ...encryptionIn(initial) };
    const roomId = await create(body, expectedOf(initial));
    await markDirect(roomId, userId);
    return { roomId, outcome: "created" };
  }

  async function putState(roomId: RoomId, type: string, body: object, signal: AbortSignal): Promise<undefined> {
    // The trailing slash is the empty state key.
    await http.request({ method: "PUT", path: `${roomPath(roomId, "state", type)}/`, body, signal });
    return undefined;
  }

  return {
    "room.startDirect": ({ userId }) => {
      // Two tabs, or two clicks, are one wish.
      const running = starting.get(userId);
      if (running) return running;
      const next = startDirect(userId).finally(() => starting.delete(userId));
      starting.set(userId, next);
      return next;
    },

    "room.encryptionWishes": () => encryptionWishes(ctx),

    "room.create": async ({ name, topic, access, alias, invite, encryption }, { signal }) => {
      const wished = access === "public" ? "plain" : await encryptionWishes(ctx);
      const fixed = wished !== "plain" && wished.choice === "fixed" ? wished.initial : undefined;
      const secrecy = fixed ?? encryption ?? (wished === "plain" ? wished : wished.initial);
      const named = name.trim() !== "";
      const topical = topic.trim() !== "";
      const body = {
        preset: access === "public" ? "public_chat" : "private_chat",
        visibility: access,
        ...(named ? { name: name.trim() } : {}),
        ...(topical ? { topic: topic.trim() } : {}),
        ...(access === "public" && alias ? { room_alias_name: alias } : {}),
        invite: [...new Set(invite)].filter((userId) => userId !== rooms.me),
        ...encryptionIn(secrecy),
      };
      const expected: readonly EssentialType[] = [
        ...(named ? (["m.room.name"] as const) : []),
        ...(topical ? (["m.room.topic"] as const) : []),
        ...expectedOf(secrecy),
      ];
      return { roomId: await create(body, expected, signal) };
    },

    "room.join": async ({ room, via }, { signal }) => {
      const invited = parseRoomId(room);
      const record = invited && rooms.record(invited);
      const inviter = record && directInviter(record, rooms.me);
      const host = record?.membership === "invite" ? inviterOf(record, rooms.me)?.userId : undefined;
      // Before joining: a core that ends in between still takes the history that was shared.
      if (invited && host) ctx.encryption.history.accepted(invited, host);
      const servers = via.filter(isServerName).slice(0, 10);
      const roomId = roomIdOf(
        await http.request({
          method: "POST",
          path: `/_matrix/client/v3/join/${encodeURIComponent(room)}`,
          // `server_name` is what servers older than version 1.12 of the specification understand.
          query: servers.length > 0 ? { via: servers, server_name: servers } : {},
          body: {},
          signal,
          timeoutMs: JOIN_MS,
        }),
      );
      await until(ctx, () => joined(roomId), APPEAR_MS, signal);
      if (inviter) await markDirect(roomId, inviter);
      return { roomId };
    },

    "room.leave": async ({ roomId }, { signal }) => {
      try {
        await http.request({ method: "POST", path: roomPath(roomId, "leave"), body: {}, signal, timeoutMs: 60_000 });
      } catch (cause) {
        // Already out, or the room is gone: what was asked for is the case.
        const gone =
          cause instanceof Failure &&
          cause.error.kind === "matrix" &&
          (cause.error.status === 403 || cause.error.status === 404);
        if (!gone) throw cause;
      }
      if ((rooms.record(roomId)?.directWith.length ?? 0) > 0)
        direct.remove(roomId).catch((cause: unknown) => log.info("m.direct still names a room that was left", cause));
      for (const item of ctx.outbox.items(roomId)) await ctx.outbox.discard(roomId, item.txnId);
      await ctx.writer.write((txn) => {
        txn.delete("drafts", [roomId]);
        txn.delete("meta", ["draftReply", roomId]);
        txn.changed("drafts", roomId);
        rooms.forget?.(txn, roomId);
      });
      await until(ctx, () => !isCurrent(rooms.record(roomId)?.membership), APPEAR_MS, signal);
      return undefined;
    },

    "room.invite": async ({ roomId, userId, reason }, { signal }) => {
      await ctx.encryption.history.share(roomId, userId, signal);
      const body = { user_id: userId, ...(reason === undefined || reason === "" ? {} : { reason }) };
      await http.request({ method: "POST", path: roomPath(roomId, "invite"), body, signal, timeoutMs: 60_000 });
      return undefined;
    },

    "room.setName": ({ roomId, name }, { signal }) => putState(roomId, "m.room.name", { name: name.trim() }, signal),
    "room.setTopic": ({ roomId, topic }, { signal }) =>
      putState(roomId, "m.room.topic", { topic: topic.trim() }, signal),
  };
}

function encryptionIn(secrecy: "encrypted" | "plain"): object {
  if (secrecy === "plain") return {};
  const content = { algorithm: MEGOLM };
  return { initial_state: [{ type: "m.room.encryption", state_key: "", content }] };
}

function expectedOf(secrecy: "encrypted" | "plain"): readonly EssentialType[] {
  return secrecy === "encrypted" ? ["m.room.encryption"] : [];
}

function isCurrent(membership: string | undefined): boolean {
  return membership === "join" || membership === "invite";
}
