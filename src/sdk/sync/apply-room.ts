/** One room's part of a batch: state, timeline, membership, preview. Unread counts are made afterwards, for all rooms. */
import type { EventId, UserId } from "#api/ids.ts";
import type { MatrixEvent } from "#sdk/events/envelope.ts";
import { readCreate } from "#sdk/events/content/create.ts";
import { appendLive, type Run } from "#sdk/rooms/chunks.ts";
import { directRooms } from "#sdk/rooms/direct.ts";
import type { Draft } from "#sdk/rooms/draft.ts";
import { memberOf } from "#sdk/rooms/members.ts";
import { cleanName } from "#sdk/rooms/names.ts";
import { isEssential, newRecord } from "#sdk/rooms/new-record.ts";
import { withPreview } from "#sdk/rooms/preview.ts";
import { redactEvent } from "#sdk/rooms/redact.ts";
import { NOTHING_UNREAD, type Hero, type RoomRecord } from "#sdk/rooms/room-record.ts";
import type { RoomUpdate } from "./batch.ts";

export interface RoomContext {
  readonly draft: Draft;
  readonly me: UserId;
  readonly now: number;
  /** For each own event of the timeline. */
  readonly arrived: (update: RoomUpdate, event: MatrixEvent) => void;
}

type Essential = RoomRecord["essential"];

function withState(essential: Essential, events: readonly MatrixEvent[]): Essential {
  const next: { -readonly [type in keyof Essential]: Essential[type] } = { ...essential };
  let outcome: "same" | "changed" = "same";
  for (const event of events) {
    if (event.stateKey !== "" || !isEssential(event.type) || next[event.type]?.eventId === event.eventId) continue;
    next[event.type] = event;
    outcome = "changed";
  }
  return outcome === "changed" ? next : essential;
}

/** Faces of heroes that came as ids. What is known of the room goes first: who left keeps the face they had. */
async function withFaces(update: RoomUpdate, known: readonly Hero[], draft: Draft): Promise<RoomUpdate> {
  if (!update.heroIds) return update;
  const heroes: Hero[] = [];
  for (const userId of update.heroIds) {
    const event = await draft.state(update.roomId, "m.room.member", userId);
    const member = event && memberOf(event);
    const here = member?.membership === "join" || member?.membership === "invite";
    const face = here ? undefined : known.find((hero) => hero.userId === userId);
    heroes.push(face ?? { userId, name: member?.displayName, avatar: member?.avatar });
  }
  return { ...update, heroes };
}

/** Heroes follow their member events: the server names them again only when the list of heroes changes. */
function currentHeroes(heroes: readonly Hero[], members: readonly MatrixEvent[]): readonly Hero[] {
  let next = heroes;
  for (const event of members) {
    const member = memberOf(event);
    const at = member ? next.findIndex((hero) => hero.userId === member.userId) : -1;
    const hero = next[at];
    // Who left keeps the face the room is remembered by.
    if (!member || !hero || (member.membership !== "join" && member.membership !== "invite")) continue;
    if (hero.name === member.displayName && hero.avatar === member.avatar) continue;
    next = next.with(at, { userId: hero.userId, name: member.displayName, avatar: member.avatar });
  }
  return next;
}

function heroesFor(
  record: RoomRecord,
  update: RoomUpdate,
  members: readonly MatrixEvent[],
  me: UserId,
): readonly Hero[] {
  const given = update.heroes
    ?.filter((hero) => hero.userId !== me)
    .map((hero) => ({ ...hero, name: cleanName(hero.name) }));
  if (given && given.length > 0) return currentHeroes(given, members);
  if (record.heroes.length > 0) return currentHeroes(record.heroes, members);
  // Rooms with a name come without heroes; a direct chat wants its face all the same.
  const faces = record.directWith
    .filter((userId) => userId !== me)
    .map((userId) => ({ userId, name: undefined, avatar: undefined }));
  const known = currentHeroes(faces, members);
  return known === faces ? [] : known;
}

function runOf(update: RoomUpdate): Run {
  const first = update.timeline.events[0];
  const begins = first?.type === "m.room.create" && first.stateKey === "";
  return {
    events: update.timeline.events,
    before: begins ? { kind: "start" } : { kind: "gap", token: update.timeline.prevBatch },
  };
}

function redactionsIn(events: readonly MatrixEvent[]): ReadonlyMap<EventId, MatrixEvent> {
  const redactions = new Map<EventId, MatrixEvent>();
  for (const event of events)
    if (event.type === "m.room.redaction" && event.redacts && !event.redactedBy) redactions.set(event.redacts, event);
  return redactions;
}

function redactEssential(
  essential: Essential,
  redactions: ReadonlyMap<EventId, MatrixEvent>,
  version: string,
): { readonly essential: Essential; readonly changed: readonly MatrixEvent[] } {
  const changed: MatrixEvent[] = [];
  for (const event of Object.values(essential)) {
    const redaction = redactions.get(event.eventId);
    if (redaction && !event.redactedBy) changed.push(redactEvent(event, redaction, version));
  }
  const next: { -readonly [type in keyof Essential]: Essential[type] } = { ...essential };
  for (const event of changed) if (isEssential(event.type)) next[event.type] = event;
  return { essential: changed.length > 0 ? next : essential, changed };
}

function applyStripped(before: RoomRecord | undefined, update: RoomUpdate, { draft, now, me }: RoomContext): void {
  const base = before ?? newRecord(update.roomId, update.membership);
  const stays = before?.membership === update.membership;
  draft.setRecord({
    ...base,
    membership: update.membership,
    stripped: update.stripped.length > 0 ? update.stripped : base.stripped,
    essential: {},
    heroes: update.heroes ?? (stays ? base.heroes : []),
    joinedCount: update.joinedCount ?? 0,
    invitedCount: update.invitedCount ?? 0,
    bump: update.bump ?? base.bump,
    arrivedAt: stays ? base.arrivedAt : now,
    directWith: before?.directWith ?? directRooms(draft.accountData("m.direct"), me).get(update.roomId) ?? [],
    unread: NOTHING_UNREAD,
  });
}

async function applyTimeline(
  update: RoomUpdate,
  before: RoomRecord | undefined,
  context: RoomContext,
): Promise<{ readonly appended: readonly MatrixEvent[]; readonly added: readonly MatrixEvent[] }> {
  const { draft } = context;
  const tail = await draft.tail(update.roomId);
  // A room sent afresh says nothing about what happened since we saw it last.
  const afresh = update.kind === "snapshot" && update.timeline.events.length > 0;
  const extent = afresh ? "limited" : update.timeline.extent;
  const merge = appendLive(tail.chunks, runOf(update), extent);
  draft.setChunks(update.roomId, merge.chunks, tail.disk);
  const newest = merge.chunks.at(-1);
  const opened =
    newest !== undefined &&
    tail.chunks.length > 0 &&
    newest.order - (tail.chunks.at(-1)?.order ?? newest.order) > 1_000;
  // All that was said meanwhile may have been withheld: then there is a gap without anything after it.
  const withheld = update.timeline.extent === "limited" && update.timeline.events.length === 0;
  if (before && (opened || withheld || update.kind === "snapshot")) draft.setMembersExtent(update.roomId, "partial");
  for (const event of update.timeline.events) if (event.sender === context.me) context.arrived(update, event);
  return merge;
}

export async function applyRoom(update: RoomUpdate, context: RoomContext): Promise<void> {
  const { draft, me } = context;
  const before = await draft.record(update.roomId);
  if (update.membership === "invite" || update.membership === "knock") {
    applyStripped(before, update, context);
    return;
  }
  const left = update.membership !== "join";
  // Rooms we left before this device knew of them, and declined invites, leave no history here.
  if (left && !before) return;
  if (left && before && before.membership !== "join") {
    draft.setRecord({ ...before, membership: update.membership, stripped: [], unread: NOTHING_UNREAD });
    return;
  }
  const base = before ?? {
    ...newRecord(update.roomId, update.membership),
    directWith: directRooms(draft.accountData("m.direct"), me).get(update.roomId) ?? [],
  };
  const { appended, added } = await applyTimeline(update, before, context);
  // The timeline in order, then the required state: that one is current.
  const shown = update.stateIn === "timeline-too" ? appended.filter((event) => event.stateKey !== undefined) : [];
  const state = [...shown, ...update.state];
  const afresh = update.kind === "snapshot" && update.state.some((event) => event.type === "m.room.create");
  const merged = withState(afresh ? {} : base.essential, state);
  const version = readCreate(merged["m.room.create"]).version;
  const redactions = redactionsIn(added);
  const { essential, changed } = redactEssential(merged, redactions, version);
  draft.setState(update.roomId, [...state, ...changed]);
  await draft.redact(update.roomId, redactions, version);
  const members = state.filter((event) => event.type === "m.room.member");
  const record: RoomRecord = {
    ...base,
    membership: update.membership,
    stripped: [],
    essential,
    ownMember: members.findLast((event) => event.stateKey === me) ?? base.ownMember,
    heroes: heroesFor(base, await withFaces(update, base.heroes, draft), members, me),
    joinedCount: update.joinedCount ?? base.joinedCount,
    invitedCount: update.invitedCount ?? base.invitedCount,
    // Times may go back (they are the senders'), rooms do not.
    bump: update.kind === "delta" ? Math.max(base.bump, update.bump ?? 0) : (update.bump ?? base.bump),
    arrivedAt: undefined,
    ...(base.latest && redactions.has(base.latest.event.eventId) ? { latest: undefined } : {}),
    ...(left ? { unread: NOTHING_UNREAD } : {}),
  };
  draft.setRecord(await withPreview(record, draft, context.now));
}
