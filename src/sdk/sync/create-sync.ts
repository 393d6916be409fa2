/**
 * The sync loop over simplified sliding sync (MSC4186): the first screen of rooms, then all rooms in growing windows, then
 * long polls for ever; a subscription for every open room. Always holds: one request at a time; a response is applied
 * and committed before the next request names its position; a failure costs time, never data. Ends only by `stop` and
 * when the server no longer knows our token. Numbered rules: SPEC.md.
 */
import { Failure, type SdkError } from "#api/errors.ts";
import type { RoomId } from "#api/ids.ts";
import type { Connection } from "#api/session.ts";
import type { Clock } from "#lib/clock.ts";
import type { Log } from "#lib/log.ts";
import type { StoredSession, SyncControl } from "#sdk/account/context.ts";
import type { Http } from "#sdk/net/http.ts";
import { backOffMs, waitAfter } from "#sdk/net/retry.ts";
import { readIgnored } from "#sdk/events/content/account-data.ts";
import type { RoomsInternals } from "#sdk/rooms/create-rooms.ts";
import type { Draft } from "#sdk/rooms/draft.ts";
import type { Outbox } from "#sdk/send/outbox.ts";
import type { Store } from "#sdk/store/store.ts";
import type { Writer } from "#sdk/store/writer.ts";
import { createApply } from "./apply.ts";
import { createBackfill } from "./backfill.ts";
import type { SyncBatch } from "./batch.ts";
import { createRecount } from "./recount.ts";
import { parseSliding } from "./sliding-parse.ts";
import { firstWindow, nextWindow, SLIDING_PATH, slidingBody } from "./sliding-request.ts";
import { readSyncRow, type SyncRow } from "./sync-row.ts";

export interface SyncOptions {
  readonly session: StoredSession;
  readonly http: Http;
  readonly store: Store;
  readonly writer: Writer;
  readonly rooms: RoomsInternals;
  readonly outbox: Outbox;
  readonly log: Log;
  readonly clock: Clock;
  readonly random?: () => number;
}

const POLL_MS = 30_000;
/** What a slow server may take beyond the poll. */
const GRACE_MS = 30_000;
const STUCK_MS = 5_000;
/** An answer to a long poll that came this early and says nothing is odd; many in a row are a fault of the server. */
const EARLY_MS = 1_000;
const EARLY_ANSWERS = 8;
const BACK_OFF = { baseMs: 1_000, maxMs: 30_000 };

/** The server forgot the connection, or can't read the position: start over. */
function isExpired(error: SdkError): boolean {
  if (error.kind !== "matrix" || error.status !== 400) return false;
  return (
    error.errcode === "M_UNKNOWN_POS" ||
    (error.errcode === "M_UNKNOWN" && /stream token|position|\bpos\b/i.test(error.message))
  );
}

export function createSync(options: SyncOptions): SyncControl {
  const { session, http, store, writer, rooms, outbox, log, clock } = options;
  const me = session.userId;
  let connection: Connection = { state: "connecting" };
  let open: readonly RoomId[] = [];
  let running: { readonly stop: AbortController; readonly done: Promise<void> } | undefined;
  /** The request under way; aborted to leave it early. */
  let current: { readonly abort: AbortController; readonly kind: "poll" | "short"; readonly since: number } | undefined;
  /** Aborted to end a wait between two tries. */
  let pause: AbortController | undefined;
  let pauseEnded: "by-time" | "by-user" = "by-time";
  /** Early answers without news in a row. */
  let early = 0;
  /** Ask without waiting the next time. */
  let hurry: "now" | "no" = "no";

  let writing: Draft | undefined;
  const pushRules = (): ReturnType<Draft["accountData"]> => (writing ?? rooms).accountData("m.push_rules");
  rooms.setRecount(
    createRecount({
      me,
      pushRules,
      ignored: () => (writing ? readIgnored(writing.accountData("m.ignored_user_list")) : rooms.ignored()),
    }),
  );
  const apply = createApply({
    me,
    writer,
    rooms,
    outbox,
    log,
    clock,
    during: async (draft, work) => {
      writing = draft;
      try {
        return await work();
      } finally {
        writing = undefined;
      }
    },
  });
  const backfill = createBackfill({ rooms, writer, clock, log, isLive: () => connection.state === "live" });

  function setConnection(next: Connection): void {
    const same = next.state === connection.state && next.state !== "offline";
    connection = next;
    if (!same) writer.announce("connection");
  }

  async function request(
    row: SyncRow,
    stop: AbortSignal,
  ): Promise<{ readonly json: unknown; readonly kind: "poll" | "short" }> {
    const growing = row.position === undefined || connection.state !== "live" || hurry === "now";
    hurry = "no";
    const timeout = growing ? 0 : POLL_MS;
    const abort = new AbortController();
    const relay = (): void => abort.abort();
    stop.addEventListener("abort", relay, { once: true });
    const kind = timeout > 0 ? "poll" : "short";
    current = { abort, kind, since: clock.now() };
    try {
      const json = await http.request({
        method: "POST",
        path: SLIDING_PATH,
        query: { timeout, pos: row.position },
        body: slidingBody({ connId: row.connId, window: row.window, open, toDeviceSince: row.toDeviceSince }),
        signal: abort.signal,
        timeoutMs: timeout + GRACE_MS + (row.position === undefined ? 60_000 : 0),
      });
      return { json, kind };
    } finally {
      current = undefined;
      stop.removeEventListener("abort", relay);
    }
  }

  function watchPace(batch: SyncBatch, kind: "poll" | "short", began: number): void {
    const { rooms: updates, toDevice, accountData, roomAccountData, receipts, typing } = batch;
    const said = [updates, toDevice.events, accountData, roomAccountData, receipts, typing];
    const odd = kind === "poll" && clock.now() - began < EARLY_MS && said.every((list) => list.length === 0);
    early = odd ? early + 1 : 0;
  }

  /** Lets a server that is not waiting have a rest, instead of asking it without end. */
  async function rest(stop: AbortSignal): Promise<void> {
    const wake = new AbortController();
    pause = wake;
    await clock.sleep(
      backOffMs(early - EARLY_ANSWERS, () => 1, BACK_OFF),
      AbortSignal.any([stop, wake.signal]),
    );
    pause = undefined;
  }

  async function once(row: SyncRow, stop: AbortSignal): Promise<SyncRow> {
    const began = clock.now();
    const { json, kind } = await request(row, stop);
    if (stop.aborted) return row;
    const batch = parseSliding(json, { me });
    if (!batch) throw new Failure({ kind: "offline" });
    const window = nextWindow(row.window, batch.roomCount);
    const applied = await apply(batch, { ...row, window });
    watchPace(batch, kind, began);
    if (window > row.window) hurry = "now";
    setConnection({ state: "live" });
    if (applied.rules === "changed") backfill.recountAll();
    if (hurry === "no") backfill.kick();
    return applied.row;
  }

  async function waitOut(error: SdkError, attempt: number, stop: AbortSignal): Promise<void> {
    const wait = waitAfter(error, attempt, options.random, BACK_OFF);
    const since = connection.state === "offline" ? connection.since : clock.now();
    rooms.clearTyping();
    setConnection({ state: "offline", since, retryAt: clock.now() + wait, error });
    const wake = new AbortController();
    const relay = (): void => wake.abort();
    pause = wake;
    stop.addEventListener("abort", relay, { once: true });
    await clock.sleep(wait, wake.signal);
    stop.removeEventListener("abort", relay);
    pause = undefined;
  }

  async function run(stop: AbortSignal): Promise<void> {
    await rooms.ready;
    let row = await readSyncRow(store);
    let attempt = 0;
    let restarts = 0;
    while (!stop.aborted) {
      const wasLive = connection.state === "live";
      try {
        row = await once(row, stop);
        attempt = 0;
        restarts = 0;
        if (!wasLive && !stop.aborted) outbox.wake();
        if (early > EARLY_ANSWERS) await rest(stop);
      } catch (cause) {
        const error: SdkError = cause instanceof Failure ? cause.error : { kind: "bug", message: String(cause) };
        if (error.kind === "cancelled") continue;
        if (error.kind === "signed-out") {
          log.info("sync: the server no longer knows us");
          return;
        }
        if (isExpired(error) && row.position !== undefined && restarts < 3) {
          log.info("sync: position expired, starting the connection over");
          row = { ...row, position: undefined, window: firstWindow() };
          restarts += 1;
          continue;
        }
        if (!(cause instanceof Failure)) log.error("sync: a response could not be applied", cause);
        attempt += 1;
        await waitOut(error, attempt, stop);
        if (pauseEnded === "by-user") attempt = 0;
        pauseEnded = "by-time";
      }
    }
  }

  return {
    connection: () => connection,
    setOpenRooms: (roomIds) => {
      const added = roomIds.some((roomId) => !open.includes(roomId));
      open = [...roomIds];
      // A request that returns at once is not worth leaving; what it brings is wanted.
      if (added && current?.kind === "poll") current.abort.abort();
      if (added && connection.state === "live") pause?.abort();
    },
    reconnect: () => {
      pauseEnded = pause ? "by-user" : "by-time";
      pause?.abort();
      // One that should have returned at once and did not hangs in a dead connection.
      if (!current || (current.kind === "short" && clock.now() - current.since < STUCK_MS)) return;
      hurry = "now";
      current.abort.abort();
    },
    start: () => {
      if (running) return;
      const stop = new AbortController();
      const done = run(stop.signal).catch((cause: unknown) => log.error("sync: the loop ended", cause));
      running = { stop, done };
    },
    stop: async () => {
      backfill.stop();
      const ending = running;
      running = undefined;
      ending?.stop.abort();
      await ending?.done;
    },
  };
}
