import type { RoomId } from "#api/ids.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { listFactsOf, putCollapsed, readCollapsed } from "#sdk/account/list-facts.ts";
import { listInput } from "#sdk/views/list-input.ts";
import { createRoomListProjection } from "#sdk/views/project/room-list/room-list.ts";
import type { HandlersOf } from "./account-verbs.ts";

export function roomListCommands(ctx: AccountContext): HandlersOf<"roomList.neighbour" | "roomList.setSection"> {
  const projection = createRoomListProjection();

  return {
    "roomList.neighbour": async ({ roomId, step, among }) => {
      const facts = listFactsOf(ctx);
      await Promise.all([ctx.rooms.ready, facts.ready]);
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
