/**
 * The sync loop: everything there is, then long polls for ever. What is asked and how the answer reads is a feeder's
 * business (sliding or classic sync); all waiting, failing and trying again is here. Always holds: one request at a time;
 * a response is applied and committed before the next request names its position; a failure costs time, never data. Ends
 * only by `stop` and when the server no longer knows our token. Numbered rules: SPEC.md.
 */
import { Failure, type SdkError } from "#api/errors.ts";
import type { RoomId } from "#api/ids.ts";
import type { Connection } from "#api/session.ts";
import type { Clock } from "#lib/clock.ts";
import type { Log } from "#lib/log.ts";
import type { SyncControl } from "#sdk/account/context.ts";
import type { StoredSession } from "#sdk/store/session-row.ts";
import type { Http, HttpRequest } from "#sdk/net/http.ts";
import { backOffMs, waitAfter } from "#sdk/net/retry.ts";
import { readIgnored } from "#sdk/events/content/account-data.ts";
import type { CryptoPort } from "#sdk/crypto/port.ts";
import type { RoomsInternals } from "#sdk/rooms/create-rooms.ts";
import type { Draft } from "#sdk/rooms/draft.ts";
import type { Outbox } from "#sdk/send/outbox.ts";
import type { Store } from "#sdk/store/store.ts";
import type { Writer } from "#sdk/store/writer.ts";
import { createApply } from "./apply.ts";
import { createBackfill } from "./backfill.ts";
import type { SyncBatch } from "./batch.ts";
import { chooseFeeder } from "./choose-feeder.ts";
import { GRACE_MS, type Feeder } from "./feeder.ts";
import { createRecount } from "./recount.ts";
import { readSyncRow, type SyncRow } from "./sync-row.ts";

export interface SyncOptions {
  readonly session: StoredSession;
  readonly http: Http;
  readonly store: Store;
  readonly writer: Writer;
  readonly rooms: RoomsInternals;
  readonly outbox: Outbox;
  readonly crypto: CryptoPort;
  readonly log: Log;
  readonly clock: Clock;
  readonly random?: () => number;
}

const POLL_MS = 30_000;
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
    (/^M_(?:UNKNOWN|INVALID_PARAM)$/.test(error.errcode) &&
      /stream token|position|\b(?:pos|since)\b/i.test(error.message))
  );
}

export function createSync(options: SyncOptions): SyncControl {
  const { session, http, store, writer, rooms, outbox, log, clock } = options;
  const me = session.userId;
  let connection: Connection = { state: "connecting" };
  let open: readonly RoomId[] = [];
  let running: { readonly stop: AbortController; readonly done: Promise<void> } | undefined;
  /** The request under way; aborted to leave it early. */
  let current:
    | {
        readonly abort: AbortController;
        readonly kind: "poll" | "short";
        readonly since: number;
        readonly stuckMs: number;
      }
    | undefined;
  let feeder: Feeder | undefined;
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
    crypto: options.crypto,
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

  async function ask(
    request: HttpRequest,
    kind: "poll" | "short",
    stuckMs: number,
    stop: AbortSignal,
  ): Promise<unknown> {
    const abort = new AbortController();
    const relay = (): void => abort.abort();
    stop.addEventListener("abort", relay, { once: true });
    current = { abort, kind, since: clock.now(), stuckMs };
    try {
      return await http.request({ ...request, signal: abort.signal });
    } finally {
      current = undefined;
      stop.removeEventListener("abort", relay);
    }
  }

  async function choose(row: SyncRow, stop: AbortSignal): Promise<SyncRow> {
    const choice = await chooseFeeder(row, clock.now(), (request) =>
      ask({ ...request, timeoutMs: GRACE_MS }, "short", STUCK_MS, stop),
    );
    feeder = choice.feeder;
    return choice.row;
  }

  function saysNothing({
    rooms: updates,
    toDevice,
    accountData,
    roomAccountData,
    receipts,
    typing,
  }: SyncBatch): boolean {
    const said = [updates, toDevice.events, accountData, roomAccountData, receipts, typing];
    return said.every((list) => list.length === 0);
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

  async function once(feed: Feeder, before: SyncRow, stop: AbortSignal): Promise<SyncRow> {
    const began = clock.now();
    const growing = before.position === undefined || connection.state !== "live" || hurry === "now";
    hurry = "no";
    const waitMs = growing ? 0 : POLL_MS;
    const kind = growing ? "short" : "poll";
    const { request, graceMs, stuckMs } = feed.request(before, { open, waitMs });
    const json = await ask({ ...request, timeoutMs: waitMs + graceMs }, kind, stuckMs, stop);
    if (stop.aborted) return before;
    const answered = clock.now();
    const batches = feed.parse(json, before, { me, now: answered });
    if (!batches) throw new Failure({ kind: "offline" });
    let row = before;
    let news: "some" | "none" = "none";
    let rules: "changed" | "same" = "same";
    for (const batch of batches) {
      const ahead = feed.advance(row, batch);
      const applied = await apply(batch, ahead.row);
      row = applied.row;
      if (ahead.next === "now") hurry = "now";
      if (!saysNothing(batch)) news = "some";
      if (applied.rules === "changed") rules = "changed";
      // What is left of an answer in pieces comes again: only the last piece moves the position.
      if (stop.aborted) return row;
    }
    early = kind === "poll" && answered - began < EARLY_MS && news === "none" ? early + 1 : 0;
    setConnection({ state: "live" });
    if (rules === "changed") backfill.recountAll();
    if (hurry === "no") backfill.kick();
    return row;
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
        if (!feeder) row = await choose(row, stop);
        if (feeder) row = await once(feeder, row, stop);
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
          row = feeder?.restart(row) ?? row;
          restarts += 1;
          continue;
        }
        if (feeder?.isRefusal(error)) {
          log.info(`sync: the server refuses ${feeder.protocol} sync`);
          row = { ...row, refusedAt: clock.now() };
          feeder = undefined;
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
      if (added && current?.kind === "poll" && feeder?.openRooms === "by-request") current.abort.abort();
      if (added && connection.state === "live") pause?.abort();
    },
    reconnect: () => {
      pauseEnded = pause ? "by-user" : "by-time";
      pause?.abort();
      // One that should have returned at once and did not hangs in a dead connection.
      if (!current || (current.kind === "short" && clock.now() - current.since < current.stuckMs)) return;
      hurry = "now";
      current.abort.abort();
    },
    start: () => {
      if (running) return;
      const stop = new AbortController();
      // What was chosen before it was ever written counts for nothing.
      feeder = undefined;
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
