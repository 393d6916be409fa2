/**
 * Sections of the user's own: made, renamed, put in order, deleted. A section is the tag of its rooms, so another name
 * means other tags. The change is one write: the section, how it is shown, and the wishes about the tags; nobody waits
 * for the server, and what it refuses is said later.
 */
import { Failure } from "#api/errors.ts";
import type { RoomId } from "#api/ids.ts";
import { userSectionNamed, type UserSection } from "#api/room-list.ts";
import { fold } from "#lib/fold.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { putCollapsed, readCollapsed } from "#sdk/account/list-facts.ts";
import { putLayouts, readLayouts } from "#sdk/account/section-layout.ts";
import { ownSectionsOf } from "#sdk/account/sections.ts";
import type { Wish } from "#sdk/rooms/asked.ts";
import type { RoomRecord } from "#sdk/rooms/room-record.ts";
import { allUserSections } from "#sdk/views/project/room-list/user-sections.ts";
import type { HandlersOf } from "./account-verbs.ts";
import type { Asking } from "./asking.ts";
import { goneTags } from "./places.ts";

type SectionVerb =
  | "roomList.createSection"
  | "roomList.renameSection"
  | "roomList.stepSection"
  | "roomList.deleteSection"
  | "roomList.restoreSection";

export function sectionCommands(ctx: AccountContext, asking: Asking): HandlersOf<SectionVerb> {
  const { rooms, store, writer } = ctx;
  const own = ownSectionsOf(ctx);

  async function all(): Promise<readonly UserSection[]> {
    await Promise.all([rooms.ready, own.ready]);
    return allUserSections(rooms, own.order());
  }

  function readName(name: string, others: readonly UserSection[]): UserSection {
    const section = userSectionNamed(name);
    if (!section) throw new Failure({ kind: "invalid", field: "name", reason: "empty" });
    // Two that look the same but for a capital letter would be taken for one.
    if (others.some((other) => fold(other) === fold(section)))
      throw new Failure({ kind: "invalid", field: "name", reason: "malformed" });
    return section;
  }

  function roomsIn(section: UserSection): readonly RoomRecord[] {
    return [...rooms.records().values()].filter(({ membership, tags }) => membership === "join" && tags[section]);
  }

  async function say(places: ReadonlyMap<UserSection, number | "gone">): Promise<void> {
    await writer.write((txn) => own.put(txn, places));
    own.tell();
  }

  async function wish(wishes: ReadonlyMap<RoomId, Wish>): Promise<void> {
    if (wishes.size > 0) await asking.ask(wishes);
  }

  /** Numbers for all of them, as they stand. */
  function numbered(sections: readonly UserSection[]): Map<UserSection, number> {
    return new Map(sections.map((section, index) => [section, index + 1]));
  }

  /** Also below those whose place has not been heard of yet. */
  function below(sections: readonly UserSection[]): number {
    return Math.max(sections.length, ...own.order().values()) + 1;
  }

  /** Sorted, cut off and collapsed as before, under another name. */
  async function takeLayout(from: UserSection, to: UserSection): Promise<void> {
    await writer.write(async (txn) => {
      const layouts = new Map(await readLayouts(store));
      const collapsed = new Set(await readCollapsed(store));
      const layout = layouts.get(from);
      if (layout) layouts.set(to, layout);
      layouts.delete(from);
      if (collapsed.delete(from)) collapsed.add(to);
      putLayouts(txn, layouts);
      putCollapsed(txn, collapsed);
    });
  }

  return {
    "roomList.createSection": async ({ name, rooms: roomIds }) => {
      const sections = await all();
      const section = readName(name, sections);
      await say(new Map([[section, below(sections)]]));
      const wishes = new Map<RoomId, Wish>();
      for (const roomId of roomIds) {
        const record = rooms.record(roomId);
        if (record?.membership !== "join") continue;
        wishes.set(roomId, { tags: { [section]: { order: undefined }, ...goneTags(record, section) } });
      }
      await wish(wishes);
      return { section };
    },
    "roomList.renameSection": async ({ section: before, name }) => {
      const sections = await all();
      const section = readName(
        name,
        sections.filter((other) => other !== before),
      );
      if (section === before) return { section };
      await takeLayout(before, section);
      const places = numbered(sections.map((one) => (one === before ? section : one)));
      await say(new Map<UserSection, number | "gone">([...places, [before, "gone"]]));
      const wishes = roomsIn(before).map((record): readonly [RoomId, Wish] => {
        const order = record.tags[before]?.order;
        return [record.roomId, { tags: { [section]: { order }, [before]: "gone" } }];
      });
      await wish(new Map(wishes));
      return { section };
    },
    "roomList.stepSection": async ({ section, step }) => {
      const sections = [...(await all())];
      const at = sections.indexOf(section);
      const next = step === "up" ? at - 1 : at + 1;
      const other = sections[next];
      if (at < 0 || other === undefined) return "edge";
      sections[next] = section;
      sections[at] = other;
      await say(numbered(sections));
      return "moved";
    },
    "roomList.deleteSection": async ({ section }) => {
      const sections = await all();
      const order = own.order().get(section) ?? sections.indexOf(section) + 1;
      const inside = roomsIn(section);
      await say(new Map([[section, "gone"]]));
      await wish(new Map(inside.map(({ roomId }) => [roomId, { tags: { [section]: "gone" as const } }])));
      return {
        section,
        order,
        rooms: inside.map(({ roomId, tags }) => ({ roomId, order: tags[section]?.order })),
      };
    },
    "roomList.restoreSection": async ({ section, order, rooms: inside }) => {
      await all();
      await say(new Map([[section, order]]));
      const back = inside.filter(({ roomId }) => rooms.record(roomId)?.membership === "join");
      await wish(new Map(back.map((one) => [one.roomId, { tags: { [section]: { order: one.order } } }])));
      return undefined;
    },
  };
}
