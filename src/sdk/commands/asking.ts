/**
 * Wishes about rooms (tags, the unread mark): on disk and on screen before the verb goes on, told to the server one after
 * the other, and again whenever the connection comes back, over restarts too; while the server is in trouble, by a
 * back-off of its own. A wish the server refuses is undone; whoever waits for it hears why, and if nobody does any more,
 * the refusal is kept until a window has said it.
 */
import { Failure } from "#api/errors.ts";
import type { RoomId } from "#api/ids.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { refusalsOf } from "#sdk/account/refusals.ts";
import { retryClass, retrying, waitAfter } from "#sdk/net/retry.ts";
import { structuralEqual } from "#lib/structural-equal.ts";
import { ask, partsOf, settle, type Wish, type WishPart } from "#sdk/rooms/asked.ts";

export interface Asking {
  /** Resolves once all is shown and on disk; `told` when the server has it (`kept`: later), or rejects when it refused. */
  ask(wishes: ReadonlyMap<RoomId, Wish>): Promise<{ readonly told: Promise<"told" | "kept"> }>;
}

const TRIES = 3;
const BACK_OFF = { baseMs: 5_000, maxMs: 300_000 };
/** After that a verb no longer waits; the wish stays. */
const PATIENCE_MS = 8_000;

interface Waiter {
  readonly open: Map<RoomId, WishPart[]>;
  readonly resolve: (outcome: "told" | "kept") => void;
  readonly reject: (failure: Failure) => void;
}

export function createAsking(ctx: AccountContext): Asking {
  const { rooms, writer, http, clock, log, session, sync } = ctx;
  const waiters = new Set<Waiter>();
  /** Rooms that may have something to be told. */
  const due = new Set<RoomId>();
  let state: "idle" | "telling" = "idle";
  const refusals = refusalsOf(ctx);
  /** Runs in a row that ended in trouble of the server's, and the wait before the next one. */
  let troubles = 0;
  let waiting: AbortController | undefined;

  async function request(roomId: RoomId, part: WishPart): Promise<void> {
    const place = `/_matrix/client/v3/user/${encodeURIComponent(session.userId)}/rooms/${encodeURIComponent(roomId)}`;
    if (part.kind === "unread") {
      const body = { unread: part.value === "marked" };
      await http.request({ method: "PUT", path: `${place}/account_data/m.marked_unread`, body });
      return;
    }
    const path = `${place}/tags/${encodeURIComponent(part.tag)}`;
    if (part.value === "gone") await http.request({ method: "DELETE", path });
    else {
      const { order } = part.value;
      await http.request({ method: "PUT", path, body: order === undefined ? {} : { order } });
    }
  }

  function isAwaited(roomId: RoomId, part: WishPart): boolean {
    return [...waiters].some((waiter) => waiter.open.get(roomId)?.some((one) => structuralEqual(one, part)));
  }

  function done(roomId: RoomId, part: WishPart, refusal: Failure | undefined): void {
    for (const waiter of waiters) {
      const parts = waiter.open.get(roomId);
      const at = parts?.findIndex((one) => structuralEqual(one, part)) ?? -1;
      if (!parts || at < 0) continue;
      parts.splice(at, 1);
      if (parts.length === 0) waiter.open.delete(roomId);
      if (refusal) waiter.reject(refusal);
      else if (waiter.open.size === 0) waiter.resolve("told");
    }
  }

  function keep(): void {
    for (const waiter of waiters) waiter.resolve("kept");
  }

  async function tellRoom(roomId: RoomId): Promise<"all" | Failure> {
    for (;;) {
      const record = rooms.record(roomId);
      const [part] = record ? partsOf(record) : [];
      if (!part) return "all";
      let refusal: Failure | undefined;
      try {
        await retrying(() => request(roomId, part), { clock, classes: ["limited", "server"], attempts: TRIES });
      } catch (cause) {
        if (!(cause instanceof Failure)) throw cause;
        const { error } = cause;
        if (retryClass(error) || error.kind === "signed-out" || error.kind === "cancelled") return cause;
        log.info("the server refused a change of a room's place or mark", error);
        refusal = cause;
      }
      await refusals.ready;
      await writer.write((txn) => {
        rooms.change?.(txn, roomId, (now) => settle(now, part, refusal ? "refused" : "done"));
        if (!refusal || isAwaited(roomId, part)) return;
        refusals.add(txn, { roomId, what: part.kind === "unread" ? "mark" : "place", error: refusal.error });
      });
      done(roomId, part, refusal);
    }
  }

  async function tell(): Promise<void> {
    if (state === "telling") return;
    state = "telling";
    waiting?.abort();
    const later = new Set<RoomId>();
    let trouble: Failure | undefined;
    try {
      // Grows while it is walked.
      for (const roomId of due) {
        due.delete(roomId);
        const outcome = await tellRoom(roomId);
        if (outcome === "all") continue;
        later.add(roomId);
        keep();
        trouble = outcome;
        const kind = retryClass(outcome.error);
        // One room in trouble does not hold up the others; without a network nothing gets through.
        if (kind !== "server" && kind !== "limited") break;
      }
    } catch (cause) {
      log.error("a change of a room's place or mark is not told", cause);
      keep();
    } finally {
      for (const roomId of later) due.add(roomId);
      state = "idle";
    }
    if (!trouble) troubles = 0;
    else if (sync.connection().state === "live") void tellLater(trouble);
  }

  /** While sync goes on there is no return of the connection to wait for. */
  async function tellLater(trouble: Failure): Promise<void> {
    troubles += 1;
    const wait = new AbortController();
    waiting = wait;
    await clock.sleep(waitAfter(trouble.error, troubles, Math.random, BACK_OFF), wait.signal);
    if (!wait.signal.aborted && sync.connection().state === "live") void tell();
  }

  function tellAll(): void {
    for (const record of rooms.records().values()) if (record.asked) due.add(record.roomId);
    if (due.size > 0) void tell();
  }

  writer.subscribe(({ kinds }) => {
    if (kinds.has("connection") && sync.connection().state === "live") tellAll();
  });

  function waitFor(wishes: ReadonlyMap<RoomId, Wish>): Promise<"told" | "kept"> {
    const open = new Map<RoomId, WishPart[]>();
    for (const [roomId, wish] of wishes) {
      const parts: WishPart[] = Object.entries(wish.tags ?? {}).map(([tag, value]) => ({ kind: "tag", tag, value }));
      if (wish.markedUnread !== undefined) parts.push({ kind: "unread", value: wish.markedUnread });
      // A wish that an earlier one already stood for may have been told before anybody waited.
      const asked = partsOfRoom(roomId);
      const waiting = parts.filter((part) => asked.some((one) => structuralEqual(one, part)));
      if (waiting.length > 0) open.set(roomId, waiting);
    }
    if (open.size === 0) return Promise.resolve("told");
    const patience = new AbortController();
    const told = new Promise<"told" | "kept">((resolve, reject) => {
      const waiter: Waiter = {
        open,
        resolve: (outcome) => {
          leave();
          resolve(outcome);
        },
        reject: (failure) => {
          leave();
          reject(failure);
        },
      };
      const leave = (): void => {
        waiters.delete(waiter);
        patience.abort();
      };
      waiters.add(waiter);
      void clock.sleep(PATIENCE_MS, patience.signal).then(() => waiter.resolve("kept"));
    });
    // Not everybody waits.
    told.catch(() => undefined);
    return told;
  }

  function partsOfRoom(roomId: RoomId): readonly WishPart[] {
    const record = rooms.record(roomId);
    return record ? partsOf(record) : [];
  }

  return {
    ask: async (wishes) => {
      await rooms.ready;
      await writer.write((txn) => {
        for (const [roomId, wish] of wishes) rooms.change?.(txn, roomId, (record) => ask(record, wish));
      });
      const told = waitFor(wishes);
      for (const roomId of wishes.keys()) due.add(roomId);
      void tell();
      return { told };
    },
  };
}
