/** Where a room stands in the list: its tags, and the order among favourites. */
import { Failure } from "#api/errors.ts";
import type { RoomId } from "#api/ids.ts";
import type { PlaceTag } from "#api/room-list.ts";
import type { Asked } from "#api/rooms.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import type { Wish } from "#sdk/rooms/asked.ts";
import type { RoomRecord } from "#sdk/rooms/room-record.ts";
import { ordersAt } from "#sdk/rooms/tag-order.ts";
import { comparePlaces, placeOf, type Place } from "#sdk/views/project/room-list/section.ts";
import type { HandlersOf } from "./account-verbs.ts";
import type { Asking } from "./asking.ts";

type PlaceVerb = "room.setTag" | "room.removeTag" | "roomList.move" | "roomList.step";
type TagsAsked = NonNullable<Wish["tags"]>;

const OTHER: Readonly<Record<PlaceTag, PlaceTag>> = {
  "m.favourite": "m.lowpriority",
  "m.lowpriority": "m.favourite",
};

export function placeCommands({ rooms }: AccountContext, asking: Asking): HandlersOf<PlaceVerb> {
  async function joined(roomId: RoomId): Promise<RoomRecord> {
    await rooms.ready;
    const record = rooms.record(roomId);
    if (record?.membership !== "join") throw new Failure({ kind: "invalid", field: "roomId", reason: "not-found" });
    return record;
  }

  async function settled(wishes: ReadonlyMap<RoomId, Wish>): Promise<Asked> {
    if (wishes.size === 0) return { outcome: "told" };
    const { told } = await asking.ask(wishes);
    return { outcome: await told };
  }

  function tagged({ tags }: RoomRecord, tag: PlaceTag, order: number | undefined): TagsAsked {
    return { [tag]: { order }, ...(tags[OTHER[tag]] ? { [OTHER[tag]]: "gone" as const } : {}) };
  }

  function untagged({ tags }: RoomRecord): TagsAsked {
    const places: readonly PlaceTag[] = ["m.favourite", "m.lowpriority"];
    return Object.fromEntries(places.filter((tag) => tags[tag]).map((tag) => [tag, "gone" as const]));
  }

  /** In the order their section shows by default, whatever it is sorted by now. */
  function favourites(): readonly Place[] {
    const places: Place[] = [];
    for (const record of rooms.records().values()) {
      if (!record.tags["m.favourite"]) continue;
      const place = placeOf(record, rooms.type(record));
      if (place?.section === "favourites") places.push(place);
    }
    return places.sort(comparePlaces);
  }

  function amongFavourites(record: RoomRecord, others: readonly Place[], index: number): ReadonlyMap<RoomId, Wish> {
    const orders = ordersAt(
      others.map((place) => place.record.tags["m.favourite"]?.order),
      index,
    );
    const wishes = new Map<RoomId, Wish>([[record.roomId, { tags: tagged(record, "m.favourite", orders.own) }]]);
    for (const [at, order] of orders.others) {
      const other = others[at];
      if (other) wishes.set(other.roomId, { tags: { "m.favourite": { order } } });
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
        case "favourites": {
          const others = favourites().filter((place) => place.roomId !== roomId);
          const at = others.findIndex((place) => place.roomId === before);
          return settled(amongFavourites(record, others, at < 0 ? others.length : at));
        }
        case "lowPriority":
          return settled(new Map([[roomId, { tags: tagged(record, "m.lowpriority", undefined) }]]));
        case "rest": {
          const tags = untagged(record);
          return settled(new Map(Object.keys(tags).length > 0 ? [[roomId, { tags }]] : []));
        }
        default:
          return to satisfies never;
      }
    },
    "roomList.step": async ({ roomId, step }) => {
      const record = await joined(roomId);
      const all = favourites();
      const at = all.findIndex((place) => place.roomId === roomId);
      const next = step === "up" ? at - 1 : at + 1;
      if (at < 0 || next < 0 || next >= all.length) return { outcome: "edge" };
      return settled(
        amongFavourites(
          record,
          all.filter((place) => place.roomId !== roomId),
          next,
        ),
      );
    },
  };
}
