/**
 * How unread a room is, from events, own receipts and push rules alone: sliding sync has no counts. Pure.
 *
 * Always holds: an event counts when it lies after every position that clears it. An unthreaded receipt clears
 * everything up to its event, a threaded one only its thread (`main` is a thread too), an own message what it was
 * written below, joining the room everything before. Where no position is known, the loaded events are a lower bound,
 * and a gap never lowers what was counted before.
 */
import type { EventId, UserId } from "#api/ids.ts";
import type { UnreadTrace } from "#api/rooms.ts";
import type { MatrixEvent } from "#sdk/events/envelope.ts";
import { threadOf } from "#sdk/events/content/relation.ts";
import type { OwnReceipt, UnreadState } from "#sdk/rooms/room-record.ts";
import { evaluate, isEdit } from "./evaluate.ts";
import type { PushRoom } from "./push-room.ts";
import type { PushRules } from "./rules.ts";

export interface UnreadInput {
  readonly me: UserId;
  /** The newest loaded events without a gap between them, ascending. */
  readonly events: readonly MatrixEvent[];
  /** What lies before the first of them. */
  readonly reaches: "start" | "gap";
  readonly receipts: readonly OwnReceipt[];
  readonly rules: PushRules;
  readonly room: PushRoom;
  readonly previous: UnreadState;
}

export interface Unread {
  readonly unread: UnreadState;
  readonly trace: UnreadTrace;
}

/** Events that make a name bold even when no rule notifies. */
const MESSAGES: ReadonlySet<string> = new Set([
  "m.room.message",
  "m.room.encrypted",
  "m.sticker",
  "m.poll.start",
  "org.matrix.msc3381.poll.start",
]);
const TRACE_EVENTS = 50;

type Thread = EventId | "main";

/** Index up to which each thread is read; `all` is the unthreaded position. */
interface Positions {
  readonly all: number;
  readonly threads: ReadonlyMap<Thread, number>;
  readonly implied:
    { readonly index: number; readonly eventId: EventId; readonly thread: Thread | undefined } | undefined;
}

export function computeUnread(input: UnreadInput): Unread {
  const positions = findPositions(input);
  // Clients with threads send receipts for `main` and hardly ever unthreaded ones, so a known `main` position is taken
  // for exact; unread replies in a thread before the loaded tail are then not looked for.
  const known = positions.all >= 0 || (positions.threads.get("main") ?? -1) >= 0;
  const bound = known || input.reaches === "start" ? "exact" : "atLeast";
  const counted = count(input, positions);
  const unread: UnreadState =
    bound === "exact"
      ? { ...counted.state, bound }
      : {
          notify: Math.max(counted.state.notify, input.previous.notify),
          highlight: Math.max(counted.state.highlight, input.previous.highlight),
          activity: input.previous.activity === "some" ? "some" : counted.state.activity,
          bound,
        };
  return { unread, trace: { receipts: traceReceipts(input, positions), events: counted.events, bound } };
}

function findPositions(input: UnreadInput): Positions {
  const { events, me } = input;
  const wanted = new Map<EventId, OwnReceipt[]>();
  for (const receipt of input.receipts) {
    const same = wanted.get(receipt.eventId);
    if (same) same.push(receipt);
    else wanted.set(receipt.eventId, [receipt]);
  }
  let all = -1;
  let implied: Positions["implied"];
  const threads = new Map<Thread, number>();
  events.forEach((event, index) => {
    for (const receipt of wanted.get(event.eventId) ?? []) {
      if (receipt.thread === undefined) all = index;
      else threads.set(receipt.thread, index);
    }
    if (event.sender !== me) return;
    if (isOwnJoin(event, me)) {
      all = index;
      implied = { index, eventId: event.eventId, thread: undefined };
    } else if (MESSAGES.has(event.type) && !isEdit(event)) {
      const thread = threadOf(event) ?? "main";
      threads.set(thread, index);
      implied = { index, eventId: event.eventId, thread };
    }
  });
  return { all: Math.max(all, readByTime(input, wanted)), threads, implied };
}

/**
 * With all of the room's history loaded, a receipt for an event that isn't in it (one we may not see) still says when
 * something was read. Without this the room would be unread for ever.
 */
function readByTime(input: UnreadInput, wanted: ReadonlyMap<EventId, readonly OwnReceipt[]>): number {
  if (input.reaches === "gap") return -1;
  const missing = new Map(wanted);
  for (const event of input.events) missing.delete(event.eventId);
  let ts = -1;
  for (const receipts of missing.values()) {
    for (const receipt of receipts)
      if (receipt.thread === undefined || receipt.thread === "main") ts = Math.max(ts, receipt.ts);
  }
  return ts < 0 ? -1 : input.events.findLastIndex((event) => event.ts <= ts);
}

function isOwnJoin(event: MatrixEvent, me: UserId): boolean {
  return (
    event.type === "m.room.member" &&
    event.stateKey === me &&
    event.content["membership"] === "join" &&
    event.prevContent?.["membership"] !== "join"
  );
}

function count(
  input: UnreadInput,
  positions: Positions,
): { state: Omit<UnreadState, "bound">; events: UnreadTrace["events"] } {
  const { events, rules, room, me } = input;
  const redacted = new Set<EventId>();
  const lines: UnreadTrace["events"][number][] = [];
  let notify = 0;
  let highlight = 0;
  let activity: UnreadState["activity"] = "none";
  for (let index = events.length - 1; index > positions.all; index -= 1) {
    const event = events[index];
    if (!event) continue;
    if (event.type === "m.room.redaction" && event.redacts) redacted.add(event.redacts);
    if (event.sender === me || room.ignored.has(event.sender)) continue;
    if (event.redactedBy || redacted.has(event.eventId) || isEdit(event)) continue;
    if (index <= (positions.threads.get(threadOf(event) ?? "main") ?? -1)) continue;
    const verdict = evaluate(event, rules, room);
    if (verdict.outcome !== "silent") {
      notify += 1;
      if (verdict.outcome === "highlight") highlight += 1;
      activity = "some";
    } else if (MESSAGES.has(event.type)) activity = "some";
    else continue;
    if (lines.length < TRACE_EVENTS)
      lines.push({ eventId: event.eventId, rule: verdict.rule, outcome: verdict.outcome });
  }
  return { state: { notify, highlight, activity }, events: lines };
}

function traceReceipts(input: UnreadInput, positions: Positions): UnreadTrace["receipts"] {
  const index = new Map<EventId, number>();
  input.events.forEach((event, at) => index.set(event.eventId, at));
  const lines: (UnreadTrace["receipts"][number] & { readonly at: number })[] = input.receipts.map((receipt) => ({
    type: receipt.type,
    eventId: receipt.eventId,
    thread: receipt.thread,
    at: index.get(receipt.eventId) ?? -1,
  }));
  const { implied } = positions;
  if (implied) lines.push({ type: "implied", eventId: implied.eventId, thread: implied.thread, at: implied.index });
  lines.sort((a, b) => b.at - a.at);
  return lines.map(({ type, eventId, thread }) => ({ type, eventId, thread }));
}
