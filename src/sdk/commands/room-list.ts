import type { RoomId } from "#api/ids.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import type { Section } from "#api/room-list.ts";
import { listFactsOf, putCollapsed, readCollapsed } from "#sdk/account/list-facts.ts";
import { defaultLayout, putLayouts, readLayouts, type SectionLayout } from "#sdk/account/section-layout.ts";
import { refusalsOf } from "#sdk/account/refusals.ts";
import { roomPath } from "#sdk/account/room-path.ts";
import { ownSectionsOf } from "#sdk/account/sections.ts";
import { removalOf } from "#sdk/rooms/removal.ts";
import { listInput } from "#sdk/views/list-input.ts";
import { createRoomListProjection } from "#sdk/views/project/room-list/room-list.ts";
import type { HandlersOf } from "./account-verbs.ts";

type ListVerb =
  | "roomList.neighbour"
  | "roomList.setSection"
  | "roomList.setSort"
  | "roomList.setLimit"
  | "roomList.invites"
  | "roomList.dismiss"
  | "roomList.heardRefusals";

export function roomListCommands(ctx: AccountContext): HandlersOf<ListVerb> {
  const projection = createRoomListProjection();

  async function setLayout(section: Section, change: Partial<SectionLayout>): Promise<undefined> {
    await ctx.writer.write(async (txn) => {
      const layouts = new Map(await readLayouts(ctx.store));
      layouts.set(section, { ...(layouts.get(section) ?? defaultLayout(section)), ...change });
      putLayouts(txn, layouts);
    });
    return undefined;
  }

  return {
    "roomList.neighbour": async ({ roomId, step, among }) => {
      const facts = listFactsOf(ctx);
      await Promise.all([ctx.rooms.ready, facts.ready, ownSectionsOf(ctx).ready]);
      const rows = projection.order(listInput(ctx, facts, ""));
      return neighbour(rows, roomId, step, among);
    },
    "roomList.setSection": async ({ section, state }) => {
      await ctx.writer.write(async (txn) => {
        const collapsed = new Set(await readCollapsed(ctx.store));
        if (state === "collapsed") collapsed.add(section);
        else collapsed.delete(section);
        putCollapsed(txn, collapsed);
      });
      return undefined;
    },
    "roomList.setSort": ({ section, sort }) => setLayout(section, { sort }),
    "roomList.setLimit": ({ section, limit }) => setLayout(section, { limit }),
    "roomList.invites": async () => {
      await ctx.rooms.ready;
      return [...ctx.rooms.records().values()]
        .filter(({ membership }) => membership === "invite")
        .toSorted((a, b) => (b.arrivedAt ?? 0) - (a.arrivedAt ?? 0))
        .map(({ roomId }) => roomId);
    },
    "roomList.dismiss": async ({ roomId }, { signal }) => {
      await ctx.rooms.ready;
      const record = ctx.rooms.record(roomId);
      if (!record || !removalOf(record)) return undefined;
      await ctx.http.request({ method: "POST", path: roomPath(roomId, "forget"), body: {}, signal });
      await ctx.writer.write((txn) => ctx.rooms.forget?.(txn, roomId));
      return undefined;
    },
    "roomList.heardRefusals": async ({ upTo }) => {
      await refusalsOf(ctx).heard(upTo);
      return undefined;
    },
  };
}

/** Goes round: after the last comes the first. */
export function neighbour(
  rows: readonly { readonly roomId: RoomId; readonly unread: "read" | "unread" }[],
  roomId: RoomId | undefined,
  step: "next" | "previous",
  among: "all" | "unread",
): RoomId | undefined {
  const at = rows.findIndex((row) => row.roomId === roomId);
  const forward = at < 0 ? rows : [...rows.slice(at + 1), ...rows.slice(0, at)];
  const walk = step === "next" ? forward : forward.toReversed();
  return walk.find((row) => among === "all" || row.unread === "unread")?.roomId;
}
