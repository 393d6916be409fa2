/**
 * The rooms that are on screen in any tab. One place holds each of them open once, subscribes sync to their union, and
 * makes their rows once for all tabs and views that show them.
 */
import type { RoomId } from "#api/ids.ts";
import type { TimelineItem } from "#api/timeline.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { createHighlighters } from "#sdk/account/push-rules.ts";
import { relationsOf } from "#sdk/rooms/relations.ts";
import type { Members, RoomTimeline } from "#sdk/rooms/rooms.ts";
import type { ChangeKind, Changes } from "#sdk/store/writer.ts";
import { createReadMarker, type ReadMarker } from "./read-marker.ts";
import { powersOf } from "./project/timeline/abilities.ts";
import { createTimelineProjection, type TimelineProjection } from "./project/timeline/timeline.ts";
import { touchesRoom } from "./touches.ts";

/** What the rows of a timeline follow from. */
export const TIMELINE_KINDS: readonly ChangeKind[] = ["timeline", "members", "receipts", "outbox", "accountData"];

export interface OpenRoom {
  readonly timeline: Promise<RoomTimeline>;
  items(): Promise<readonly TimelineItem[]>;
  release(): void;
}

interface Entry {
  readonly timeline: Promise<RoomTimeline>;
  readonly facts: Promise<Members>;
  readonly marker: ReadMarker;
  readonly project: TimelineProjection;
  readonly highlighter: ReturnType<typeof createHighlighters>;
  holders: number;
  /** Dropped when something it follows from changed. */
  items: readonly TimelineItem[] | undefined;
}

export interface OpenRooms {
  open(roomId: RoomId): OpenRoom;
}

function createOpenRooms(ctx: AccountContext): OpenRooms {
  const { rooms, sync, writer, outbox, clock, log } = ctx;
  const entries = new Map<RoomId, Entry>();

  function subscribe(): void {
    sync.setOpenRooms([...entries.keys()]);
  }

  function start(roomId: RoomId): Entry {
    const timeline = rooms.openTimeline(roomId);
    const facts = Promise.all([rooms.openMembers(roomId, "known"), rooms.receipts(roomId)]).then(
      ([members]) => members,
    );
    void timeline.then(
      () => ctx.encryption.shields.look(roomId),
      () => undefined,
    );
    for (const opening of [timeline, facts])
      opening.catch((cause: unknown) => log.error("a room does not open", cause));
    return {
      timeline,
      facts,
      marker: createReadMarker(ctx, roomId, () => changed(roomId)),
      project: createTimelineProjection(),
      highlighter: createHighlighters(rooms),
      holders: 0,
      items: undefined,
    };
  }

  /** The marker moved: no commit says so. */
  function changed(roomId: RoomId): void {
    writer.announce("timeline", roomId);
  }

  async function itemsOf(roomId: RoomId, entry: Entry): Promise<readonly TimelineItem[]> {
    const [timeline, members] = await Promise.all([entry.timeline, entry.facts]);
    if (entry.items) return entry.items;
    entry.marker.look();
    const { chunks, history, gaps } = timeline;
    const record = rooms.record(roomId);
    const { highlight, words } = entry.highlighter(record);
    entry.items = entry.project({
      me: rooms.me,
      chunks,
      history,
      gaps,
      relations: relationsOf(chunks),
      members: rooms.members(roomId) ?? members,
      receipts: rooms.receiptsLoaded(roomId),
      readMarker: entry.marker.at(),
      outbox: outbox.items(roomId),
      ignored: rooms.ignored(),
      now: clock.now(),
      highlight,
      words,
      encrypted: record?.essential["m.room.encryption"],
      powers: powersOf(record, rooms.me),
      replyTarget: (eventId) => rooms.event(roomId, eventId),
    });
    return entry.items;
  }

  writer.subscribe((changes: Changes) => {
    for (const [roomId, entry] of entries) {
      if (touchesRoom(changes, roomId, TIMELINE_KINDS)) entry.items = undefined;
      if (touchesRoom(changes, roomId, ["timeline", "rooms"])) entry.marker.look();
    }
  });

  return {
    open: (roomId) => {
      let entry = entries.get(roomId);
      if (!entry) {
        entry = start(roomId);
        entries.set(roomId, entry);
        subscribe();
      }
      const held = entry;
      held.holders += 1;
      let state: "held" | "released" = "held";
      return {
        timeline: held.timeline,
        items: () => itemsOf(roomId, held),
        release: () => {
          if (state === "released") return;
          state = "released";
          held.holders -= 1;
          if (held.holders > 0) return;
          held.marker.close();
          entries.delete(roomId);
          subscribe();
          held.timeline.then(
            () => rooms.release(roomId),
            () => undefined,
          );
        },
      };
    },
  };
}

// Lists and values of one account are made by two calls but share their open rooms.
const shared = new WeakMap<AccountContext, OpenRooms>();

export function openRoomsOf(ctx: AccountContext): OpenRooms {
  const known = shared.get(ctx);
  if (known) return known;
  const made = createOpenRooms(ctx);
  shared.set(ctx, made);
  return made;
}
