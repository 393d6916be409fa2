/** Where a room stands in the list: its tags, and the order in sections that are ordered by hand. */
import { Failure } from "#api/errors.ts";
import type { RoomId } from "#api/ids.ts";
import { isUserSection, type PlaceTag, type UserSection } from "#api/room-list.ts";
import type { Asked } from "#api/rooms.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { ownSectionsOf } from "#sdk/account/sections.ts";
import type { Wish } from "#sdk/rooms/asked.ts";
import type { RoomRecord } from "#sdk/rooms/room-record.ts";
import { ordersAt } from "#sdk/rooms/tag-order.ts";
import { comparePlaces, placeOf, type Place } from "#sdk/views/project/room-list/section.ts";
import type { HandlersOf } from "./account-verbs.ts";
import type { Asking } from "./asking.ts";

type PlaceVerb = "room.setTag" | "room.removeTag" | "roomList.move" | "roomList.step";
type TagsAsked = NonNullable<Wish["tags"]>;
type HandSection = "favourites" | UserSection;

function isPlaceTag(tag: string): tag is PlaceTag {
  return tag === "m.favourite" || tag === "m.lowpriority" || isUserSection(tag);
}

function tagOf(section: HandSection): PlaceTag {
  return section === "favourites" ? "m.favourite" : section;
}

/** The tags of places a room has, but for one. */
export function goneTags({ tags }: RoomRecord, kept?: PlaceTag): TagsAsked {
  return Object.fromEntries(
    Object.keys(tags)
      .filter((tag) => isPlaceTag(tag) && tag !== kept)
      .map((tag) => [tag, "gone" as const]),
  );
}

export function placeCommands(ctx: AccountContext, asking: Asking): HandlersOf<PlaceVerb> {
  const { rooms } = ctx;
  const own = ownSectionsOf(ctx);

  async function joined(roomId: RoomId): Promise<RoomRecord> {
    await Promise.all([rooms.ready, own.ready]);
    const record = rooms.record(roomId);
    if (record?.membership !== "join") throw new Failure({ kind: "invalid", field: "roomId", reason: "not-found" });
    return record;
  }

  async function settled(wishes: ReadonlyMap<RoomId, Wish>): Promise<Asked> {
    if (wishes.size === 0) return { outcome: "told" };
    const { told } = await asking.ask(wishes);
    return { outcome: await told };
  }

  function tagged(record: RoomRecord, tag: PlaceTag, order: number | undefined): TagsAsked {
    return { [tag]: { order }, ...goneTags(record, tag) };
  }

  /** In the order the section shows by default, whatever it is sorted by now. */
  function placesIn(section: HandSection): readonly Place[] {
    const tag = tagOf(section);
    const places: Place[] = [];
    for (const record of rooms.records().values()) {
      if (record.membership !== "join" || !record.tags[tag]) continue;
      const place = placeOf(record, rooms.type(record), own.order());
      if (place?.section === section) places.push(place);
    }
    return places.sort(comparePlaces);
  }

  function among(
    section: HandSection,
    record: RoomRecord,
    others: readonly Place[],
    index: number,
  ): ReadonlyMap<RoomId, Wish> {
    const tag = tagOf(section);
    const orders = ordersAt(
      others.map((place) => place.record.tags[tag]?.order),
      index,
    );
    const wishes = new Map<RoomId, Wish>([[record.roomId, { tags: tagged(record, tag, orders.own) }]]);
    for (const [at, order] of orders.others) {
      const other = others[at];
      if (other) wishes.set(other.roomId, { tags: { [tag]: { order } } });
    }
    return wishes;
  }

  return {
    "room.setTag": async ({ roomId, tag, order }) => {
      const record = await joined(roomId);
      return settled(new Map([[roomId, { tags: tagged(record, tag, order) }]]));
    },
    "room.removeTag": async ({ roomId, tag }) => {
      await joined(roomId);
      return settled(new Map([[roomId, { tags: { [tag]: "gone" as const } }]]));
    },
    "roomList.move": async ({ roomId, to, before }) => {
      const record = await joined(roomId);
      switch (to) {
        case "lowPriority":
          return settled(new Map([[roomId, { tags: tagged(record, "m.lowpriority", undefined) }]]));
        case "rest": {
          const tags = goneTags(record);
          return settled(new Map(Object.keys(tags).length > 0 ? [[roomId, { tags }]] : []));
        }
        default: {
          const others = placesIn(to).filter((place) => place.roomId !== roomId);
          const at = others.findIndex((place) => place.roomId === before);
          return settled(among(to, record, others, at < 0 ? others.length : at));
        }
      }
    },
    "roomList.step": async ({ roomId, step }) => {
      const record = await joined(roomId);
      const section = placeOf(record, rooms.type(record), own.order())?.section;
      if (section !== "favourites" && !(section && isUserSection(section))) return { outcome: "edge" };
      const all = placesIn(section);
      const at = all.findIndex((place) => place.roomId === roomId);
      const next = step === "up" ? at - 1 : at + 1;
      if (at < 0 || next < 0 || next >= all.length) return { outcome: "edge" };
      return settled(
        among(
          section,
          record,
          all.filter((place) => place.roomId !== roomId),
          next,
        ),
      );
    },
  };
}
