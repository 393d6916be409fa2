/**
 * The send queue: see SPEC.md. One lane per room sends its items one after the other; lanes of different rooms don't wait
 * for each other. Every change of what is on disk goes through the writer and looks at the item again inside it, because
 * sync may have removed the item in the meantime.
 */
import { Failure, type SdkError } from "#api/errors.ts";
import { mintTxnId, parseTxnId, type EventId, type RoomId, type TxnId } from "#api/ids.ts";
import type { Clock } from "#lib/clock.ts";
import type { Log } from "#lib/log.ts";
import type { StoredSession } from "#sdk/store/session-row.ts";
import { replyOf } from "#sdk/events/content/relation.ts";
import { sealedFilesOf } from "#sdk/events/content/sealed-file.ts";
import type { JsonObject } from "#sdk/events/envelope.ts";
import type { CryptoPort } from "#sdk/crypto/port.ts";
import type { Http } from "#sdk/net/http.ts";
import { waitAfter } from "#sdk/net/retry.ts";
import type { Rooms } from "#sdk/rooms/rooms.ts";
import { createAnswers } from "#sdk/store/answered.ts";
import type { Store } from "#sdk/store/store.ts";
import type { Writer, WriteTxn } from "#sdk/store/writer.ts";
import { deliver, REDACTION, type DeliveryPorts } from "./deliver.ts";
import { fileContent, mediaOf, thumbnailOf } from "./file-content.ts";
import type { Outbox, OutboxItem } from "./outbox.ts";
import { renderMarkdown } from "./load-markdown.ts";
import { createQueue, inState, readItem, stored } from "./queue.ts";
import { asEdit, asReply, isFile, noCaption, reactionContent } from "./relation-content.ts";
import { refuseTooLarge, textContent } from "./text-content.ts";
import { createStaging } from "./staging.ts";
import { createUploadLimit } from "./upload-limit.ts";
import { judge } from "./verdict.ts";

export interface OutboxOptions {
  readonly session: StoredSession;
  readonly store: Store;
  readonly writer: Writer;
  readonly http: Http;
  readonly rooms: Rooms;
  readonly crypto: CryptoPort;
  readonly log: Log;
  readonly clock: Clock;
  readonly random?: () => number;
  readonly uuid?: () => string;
}

const WAITS = { baseMs: 1_000, maxMs: 30_000 };
/** How long an accepted message may wait for its event before sync's own account of the room is taken for the truth. */
const SENT_MS = 30_000;
const REMEMBERED_ARRIVALS = 500;

export function createOutbox(options: OutboxOptions): Outbox {
  const { store, writer, http, rooms, log, clock } = options;
  const random = options.random ?? Math.random;
  const uuid = options.uuid ?? (() => crypto.randomUUID());
  const queue = createQueue();
  const limit = createUploadLimit(http, clock);
  const answers = createAnswers(store);
  const staging = createStaging(store, writer);
  const lanes = new Set<RoomId>();
  const attempts = new Map<TxnId, AbortController>();
  const arrivals = new Set<EventId>();
  const sentAt = new Map<TxnId, { readonly ms: number; readonly order: number }>();
  let acceptances = 0;
  let sequence = 0;
  /** `halted`: the server does not take our token for the moment; `wake` tries again. */
  let life: "stopped" | "started" | "halted" = "stopped";
  let loading: Promise<void> | undefined;
  let preparing: Promise<unknown> = Promise.resolve();
  let awake = new AbortController();
  /** Nothing is sent before `until`, counted from `from`: with a clock set back the wait is no longer than it was. */
  let quiet = { from: 0, until: 0 };

  async function load(): Promise<void> {
    await staging.drop().catch((cause: unknown) => log.error("staged bytes stay", cause));
    for (const { value } of await store.range("outbox", {})) {
      const item = readItem(value);
      if (!item) continue;
      sequence = Math.max(sequence, item.sequence);
      if (!queue.get(item.roomId, item.txnId)) queue.put(item);
    }
    for (const roomId of queue.rooms()) writer.announce("outbox", roomId);
  }
  function loaded(): Promise<void> {
    loading ??= load().catch((cause: unknown) => {
      loading = undefined;
      throw cause;
    });
    return loading;
  }

  function forget(item: OutboxItem): void {
    queue.remove(item.roomId, item.txnId);
    sentAt.delete(item.txnId);
    attempts.get(item.txnId)?.abort();
  }

  /** Redactions of what is still on its way learn its event, or are moot if there will be none. */
  function settleRedactions(txn: WriteTxn, item: OutboxItem, eventId: EventId | undefined): void {
    for (const waiting of queue.items(item.roomId)) {
      const { redacts } = waiting;
      if (redacts === undefined || !("txnId" in redacts) || redacts.txnId !== item.txnId) continue;
      if (eventId === undefined) {
        txn.delete("outbox", [waiting.sequence]);
        txn.onCommit(() => forget(waiting));
      } else {
        const next: OutboxItem = { ...waiting, redacts: { eventId } };
        txn.put("outbox", [waiting.sequence], stored(next));
        txn.onCommit(() => queue.put(next));
      }
    }
  }

  /** Changes an item on disk and in memory, unless it is gone. */
  async function amend(
    item: OutboxItem,
    change: (current: OutboxItem) => OutboxItem | "delete",
    also?: "unstage",
    eventId?: EventId,
  ): Promise<OutboxItem | undefined> {
    return writer.write((txn) => {
      const current = queue.get(item.roomId, item.txnId);
      if (!current) return undefined;
      const next = change(current);
      if (next === "delete") txn.delete("outbox", [current.sequence]);
      else txn.put("outbox", [current.sequence], stored(next));
      if (also === "unstage" || (next === "delete" && current.media)) txn.deletePrefix("staged", [current.txnId]);
      // Its own echo is opened with them before its event comes back.
      if (also === "unstage" && next !== "delete")
        for (const { mxc, seal, row } of sealedFilesOf(next.content)) txn.put("mediaKeys", [mxc, seal], row);
      if (eventId !== undefined || next === "delete") settleRedactions(txn, current, eventId);
      txn.changed("outbox", current.roomId);
      txn.onCommit(() => (next === "delete" ? forget(current) : queue.put(next)));
      return next === "delete" ? undefined : next;
    });
  }

  const ports: DeliveryPorts = {
    store,
    http,
    rooms,
    crypto: options.crypto,
    clock,
    show: (item, state) => {
      const current = queue.get(item.roomId, item.txnId);
      if (!current) return;
      queue.put(inState(current, state));
      writer.announce("outbox", item.roomId);
    },
    uploaded: async (item, { content, media }) => {
      const next = await amend(item, (current) => ({ ...current, content, media }), "unstage");
      if (!next) throw new Failure({ kind: "cancelled" });
      return next;
    },
  };

  async function accepted(item: OutboxItem, eventId: EventId): Promise<void> {
    // An aborted attempt must not forget that the server has it.
    attempts.delete(item.txnId);
    acceptances += 1;
    sentAt.set(item.txnId, { ms: clock.now(), order: acceptances });
    await amend(
      item,
      (current) => (arrivals.has(eventId) ? "delete" : inState(current, { state: "sent", eventId })),
      undefined,
      eventId,
    );
  }

  function errorOf(cause: unknown, item: OutboxItem): SdkError {
    if (cause instanceof Failure) return cause.error;
    log.error("send failed by a bug", { txnId: item.txnId, cause });
    return { kind: "bug", message: cause instanceof Error ? cause.message : String(cause) };
  }

  /** Until the item is at the server, refused, gone, or the outbox stops. */
  async function attempt(first: OutboxItem, signal: AbortSignal): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      const silence = Math.min(quiet.until - clock.now(), quiet.until - quiet.from);
      if (silence > 0) {
        await clock.sleep(silence, signal);
        if (clock.now() < quiet.from) quiet = { from: 0, until: 0 };
      }
      const item = queue.get(first.roomId, first.txnId);
      if (!item || signal.aborted || life !== "started") return;
      if (item.redacts !== undefined && "txnId" in item.redacts) {
        // What it was about was refused: there is nothing to take back, and nobody wants it sent any more.
        const target = queue.get(item.roomId, item.redacts.txnId);
        await amend(target ?? item, () => "delete");
        return;
      }
      let error: SdkError;
      try {
        const eventId = await deliver(ports, item, signal);
        await accepted(item, eventId);
        return;
      } catch (cause) {
        if (signal.aborted) return;
        if (life !== "started") {
          ports.show(item, { state: "queued" });
          return;
        }
        error = errorOf(cause, item);
      }
      const verdict = judge(error);
      const wait = waitAfter(error, tries, random, WAITS);
      log.info("send attempt failed", { txnId: item.txnId, verdict: verdict.kind, error, wait });
      switch (verdict.kind) {
        case "refused":
          // Another session of ours was first.
          if (error.kind === "matrix" && error.errcode === "M_DUPLICATE_ANNOTATION") {
            await amend(item, () => "delete");
            return;
          }
          await amend(item, (current) => inState(current, { state: "failed", error }));
          return;
        case "halt":
          ports.show(item, { state: "queued" });
          life = "halted";
          return;
        case "limited":
          quiet = {
            from: clock.now(),
            until: Math.max(clock.now() < quiet.from ? 0 : quiet.until, clock.now() + wait),
          };
          ports.show(item, { state: "queued" });
          break;
        case "unreachable":
          ports.show(item, { state: "queued" });
          await clock.sleep(wait, AbortSignal.any([signal, awake.signal]));
          break;
        case "unwell":
          ports.show(item, { state: "queued" });
          await clock.sleep(wait, signal);
          break;
        default:
          verdict satisfies never;
      }
    }
  }

  async function runLane(roomId: RoomId): Promise<void> {
    for (;;) {
      const item = life === "started" ? queue.items(roomId).find(({ state }) => state.state === "queued") : undefined;
      if (!item) return;
      const controller = new AbortController();
      attempts.set(item.txnId, controller);
      try {
        await attempt(item, controller.signal);
      } catch (cause) {
        log.error("a send attempt broke", cause);
      } finally {
        attempts.delete(item.txnId);
      }
      // An attempt that came to nothing (a write that failed) must not spin.
      if (queue.get(roomId, item.txnId)?.state.state === "queued" && life === "started")
        await clock.sleep(WAITS.baseMs, awake.signal);
    }
  }

  function kick(roomId: RoomId): void {
    if (life !== "started" || lanes.has(roomId)) return;
    lanes.add(roomId);
    // Never rejects. What was queued while the lane was ending is picked up by the next one.
    void runLane(roomId).then(() => {
      lanes.delete(roomId);
      if (queue.items(roomId).some(({ state }) => state.state === "queued")) kick(roomId);
    });
  }
  function kickAll(): void {
    for (const roomId of queue.rooms()) kick(roomId);
  }

  /** Calls in order, one after the other: preparing a message takes time, and its place is where it was typed. */
  function inOrder<T>(prepare: () => Promise<T>): Promise<T> {
    const next = preparing.then(prepare);
    preparing = next.catch(() => undefined);
    return next;
  }

  interface Draft {
    readonly content: JsonObject;
    readonly media?: OutboxItem["media"];
    readonly thumbnail?: OutboxItem["thumbnail"];
    /** Under which its bytes are staged already. */
    readonly txnId?: TxnId;
    readonly eventType?: string;
    readonly redacts?: OutboxItem["redacts"] & object;
  }
  /** What a call of this key was answered by an earlier core (or a moment ago): its messages are in the queue, or sent. */
  async function answered(callKey: string | undefined): Promise<readonly TxnId[] | undefined> {
    const answer = callKey === undefined ? undefined : await answers.read(callKey);
    return Array.isArray(answer) ? answer.flatMap((value: unknown) => parseTxnId(value) ?? []) : undefined;
  }

  async function enqueue(
    roomId: RoomId,
    drafts: readonly Draft[],
    callKey: string | undefined,
  ): Promise<readonly TxnId[]> {
    await loaded();
    const txnIds = await writer.write((txn) => {
      const items = drafts.map(({ content, media, thumbnail, txnId, eventType, redacts }, index): OutboxItem => {
        const item: OutboxItem = {
          sequence: sequence + 1 + index,
          txnId: txnId ?? mintTxnId(uuid()),
          roomId,
          createdAt: clock.now(),
          eventType: eventType ?? "m.room.message",
          content,
          media,
          ...(thumbnail === undefined ? {} : { thumbnail }),
          ...(redacts === undefined ? {} : { redacts }),
          state: { state: "queued" },
        };
        txn.put("outbox", [item.sequence], item);
        return item;
      });
      if (drafts.some(({ txnId }) => txnId !== undefined)) staging.settle(txn);
      if (callKey !== undefined)
        answers.note(
          txn,
          callKey,
          items.map((item) => item.txnId),
        );
      txn.changed("outbox", roomId);
      txn.onCommit(() => {
        sequence += items.length;
        for (const item of items) queue.put(item);
      });
      return items.map((item) => item.txnId);
    });
    kick(roomId);
    return txnIds;
  }

  function text(roomId: RoomId, markdown: string): Promise<JsonObject> {
    return textContent({
      text: markdown,
      isMember: (userId) => rooms.members(roomId)?.byId.has(userId) ?? false,
      toHtml: (source) => renderMarkdown(log, source),
    });
  }

  function enqueueOne(roomId: RoomId, callKey: string | undefined, draft: () => Promise<Draft>): Promise<TxnId> {
    return inOrder(async () => {
      const [done] = (await answered(callKey)) ?? [];
      if (done !== undefined) return done;
      const made = await draft();
      const [txnId] = await enqueue(roomId, [made], callKey);
      if (txnId === undefined) throw new Error("nothing was queued");
      return txnId;
    });
  }

  function selected(roomId: RoomId, txnId: TxnId | "all"): readonly OutboxItem[] {
    return queue
      .items(roomId)
      .filter((item) => (txnId === "all" ? item.state.state === "failed" : item.txnId === txnId));
  }

  /** Order of acceptance; what an earlier core sent came before, what isn't accepted yet comes after. */
  function acceptedAt(item: OutboxItem): number {
    return item.state.state === "sent" ? (sentAt.get(item.txnId)?.order ?? 0) : Number.POSITIVE_INFINITY;
  }

  function expireSent(): void {
    for (const roomId of queue.rooms()) {
      for (const item of queue.items(roomId)) {
        // A clock set back says nothing: then too the echo goes.
        const age = clock.now() - (sentAt.get(item.txnId)?.ms ?? 0);
        if (item.state.state !== "sent" || (age >= 0 && age < SENT_MS)) continue;
        amend(item, () => "delete").catch((cause: unknown) => log.error("an old echo stays", cause));
      }
    }
  }

  return {
    start: async () => {
      life = "started";
      if (awake.signal.aborted) awake = new AbortController();
      await loaded();
      kickAll();
    },
    stop: () => {
      life = "stopped";
      for (const controller of attempts.values()) controller.abort();
      awake.abort();
    },
    items: (roomId) => queue.items(roomId),
    failedRooms: () => queue.failedRooms(),
    arrived: (txn, roomId, transactionId, eventId) => {
      txn.onCommit(() => {
        arrivals.add(eventId);
        const [oldest] = arrivals;
        if (arrivals.size > REMEMBERED_ARRIVALS && oldest !== undefined) arrivals.delete(oldest);
      });
      const item =
        (transactionId === undefined ? undefined : queue.get(roomId, transactionId)) ??
        queue.items(roomId).find(({ state }) => state.state === "sent" && state.eventId === eventId);
      if (!item) return;
      // Accepted before this one, so its event lies before it: in a gap that sync left.
      const passed = queue
        .items(roomId)
        .filter((other) => other.state.state === "sent" && other !== item && acceptedAt(other) < acceptedAt(item));
      settleRedactions(txn, item, eventId);
      for (const gone of [item, ...passed]) {
        txn.delete("outbox", [gone.sequence]);
        if (gone.media) txn.deletePrefix("staged", [gone.txnId]);
        txn.onCommit(() => forget(gone));
      }
      txn.changed("outbox", roomId);
    },
    wake: (cause = "live") => {
      if (cause === "live") expireSent();
      if (life === "halted") life = "started";
      const sleeping = awake;
      awake = new AbortController();
      sleeping.abort();
      kickAll();
    },
    enqueueText: (roomId, markdown, callKey) =>
      enqueueOne(roomId, callKey, async () => ({ content: await text(roomId, markdown) })),
    enqueueReply: (roomId, target, markdown, callKey) =>
      enqueueOne(roomId, callKey, async () => {
        const content = asReply(await text(roomId, markdown), target, rooms.me);
        refuseTooLarge(content);
        return { content };
      }),
    enqueueEdit: (roomId, edited, current, markdown, callKey) =>
      enqueueOne(roomId, callKey, async () => {
        const answers = replyOf(edited.content);
        const found = answers === undefined ? undefined : rooms.event(roomId, answers);
        const words = markdown.trim() === "" && isFile(current) ? noCaption(current) : await text(roomId, markdown);
        const content = asEdit(words, {
          eventId: edited.eventId,
          current,
          author: found?.state === "known" ? found.event.sender : undefined,
        });
        refuseTooLarge(content);
        return { content };
      }),
    enqueueReaction: (roomId, eventId, key, callKey) =>
      enqueueOne(roomId, callKey, () =>
        Promise.resolve({ eventType: "m.reaction", content: reactionContent(eventId, key) }),
      ),
    enqueueRedaction: (roomId, target, reason, callKey) =>
      enqueueOne(roomId, callKey, () =>
        Promise.resolve({
          eventType: REDACTION,
          content: reason.trim() === "" ? {} : { reason: reason.trim() },
          redacts: target,
        }),
      ),
    enqueueFiles: (roomId, files, callKey, target) =>
      inOrder(async () => {
        const done = await answered(callKey);
        if (done !== undefined) return done;
        if (files.length === 0) throw new Failure({ kind: "invalid", field: "files", reason: "empty" });
        const most = await limit.get();
        if (most !== undefined && files.some((file) => file.blob.size > most)) {
          throw new Failure({ kind: "invalid", field: "files", reason: "too-large" });
        }
        await loaded();
        const txnIds = files.map(() => mintTxnId(uuid()));
        const thumbnails = files.map(thumbnailOf);
        await staging.stage(
          txnIds.map((txnId, index) => {
            const file = files[index];
            return { txnId, blob: file?.blob ?? new Blob(), thumbnail: thumbnails[index] && file?.thumbnail?.blob };
          }),
        );
        const drafts: Draft[] = [];
        for (const [index, file] of files.entries()) {
          const caption = file.caption?.trim() ? await text(roomId, file.caption) : undefined;
          const content = fileContent(file, caption);
          drafts.push({
            content: target && index === 0 ? asReply(content, target, rooms.me) : content,
            media: mediaOf(file),
            ...(thumbnails[index] === undefined ? {} : { thumbnail: thumbnails[index] }),
            ...(txnIds[index] === undefined ? {} : { txnId: txnIds[index] }),
          });
        }
        try {
          return await enqueue(roomId, drafts, callKey);
        } catch (cause) {
          await staging.drop().catch(() => undefined);
          throw cause;
        }
      }),
    retry: async (roomId, txnId) => {
      await loaded();
      for (const item of selected(roomId, txnId)) {
        await amend(item, (current) =>
          current.state.state === "failed" ? inState(current, { state: "queued" }) : current,
        );
      }
      kick(roomId);
    },
    discard: async (roomId, txnId) => {
      await loaded();
      for (const item of selected(roomId, txnId)) {
        // What the server has accepted is no longer ours to throw away.
        if (item.state.state === "sent") continue;
        await amend(item, (current) => (current.state.state === "sent" ? current : "delete"));
      }
    },
  };
}
