/** Where one room stands, which sections there are, and what was refused: what menus, dialogs and words need. */
import type { RoomId } from "#api/ids.ts";
import { isUserSection, type Refusal, type RoomPlace, type UserSection } from "#api/room-list.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { listFactsOf } from "#sdk/account/list-facts.ts";
import { refusalsOf } from "#sdk/account/refusals.ts";
import { defaultLayout } from "#sdk/account/section-layout.ts";
import { ownSectionsOf } from "#sdk/account/sections.ts";
import { comparePlaces, placeOf, type Place } from "./project/room-list/section.ts";
import { allUserSections } from "./project/room-list/user-sections.ts";
import { touches } from "./touches.ts";
import type { OpenValueView } from "./view.ts";

type Nothing = Readonly<Record<never, never>>;

export function openRoomPlaceView(
  ctx: AccountContext,
  initial: { readonly roomId: RoomId },
): OpenValueView<{ readonly roomId: RoomId }, RoomPlace | undefined> {
  const { rooms } = ctx;
  const own = ownSectionsOf(ctx);
  const facts = listFactsOf(ctx);
  let { roomId } = initial;

  function standing(place: Place): RoomPlace["standing"] {
    const { section } = place;
    const tag = section === "favourites" ? "m.favourite" : isUserSection(section) ? section : undefined;
    const layout = facts.layouts().get(section) ?? defaultLayout(section);
    if (tag === undefined || layout.sort !== "manual") return "fixed";
    let before = 0;
    let after = 0;
    for (const record of rooms.records().values()) {
      if (!record.tags[tag] || record.roomId === roomId) continue;
      const other = placeOf(record, rooms.type(record), own.order());
      if (other?.section !== section) continue;
      if (comparePlaces(other, place) < 0) before += 1;
      else after += 1;
    }
    if (before === 0) return after === 0 ? "only" : "first";
    return after === 0 ? "last" : "middle";
  }

  return {
    compute: async () => {
      await Promise.all([rooms.ready, own.ready, facts.ready]);
      const record = rooms.record(roomId);
      const place = record && placeOf(record, rooms.type(record), own.order());
      if (!place) return undefined;
      return { section: place.section, standing: standing(place), sections: allUserSections(rooms, own.order()) };
    },
    update: (params) => {
      roomId = params.roomId;
    },
    affectedBy: (changes) => touches(changes, ["rooms", "sections"]),
    close: () => undefined,
  };
}

export function openSectionsView(ctx: AccountContext): OpenValueView<Nothing, readonly UserSection[]> {
  const own = ownSectionsOf(ctx);
  return {
    compute: async () => {
      await Promise.all([ctx.rooms.ready, own.ready]);
      return allUserSections(ctx.rooms, own.order());
    },
    update: () => undefined,
    affectedBy: (changes) => touches(changes, ["rooms", "sections"]),
    close: () => undefined,
  };
}

export function openRefusalsView(ctx: AccountContext): OpenValueView<Nothing, readonly Refusal[]> {
  const refusals = refusalsOf(ctx);
  return {
    compute: async () => {
      await refusals.ready;
      const kept = refusals.all();
      if (kept.length === 0) return [];
      await ctx.rooms.ready;
      return kept.flatMap((one): readonly Refusal[] => {
        const record = ctx.rooms.record(one.roomId);
        return record ? [{ ...one, name: ctx.rooms.name(record) }] : [];
      });
    },
    update: () => undefined,
    affectedBy: (changes) => touches(changes, ["sections"]),
    close: () => undefined,
  };
}
