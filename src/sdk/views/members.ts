import type { RoomId } from "#api/ids.ts";
import type { MemberItem } from "#api/rooms.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { projectMembers } from "./project/members/members.ts";
import { touchesRoom } from "./touches.ts";
import type { OpenListView } from "./view.ts";

export interface MembersParams {
  readonly roomId: RoomId;
  readonly filter: string;
  readonly from: number;
  readonly count: number;
}

const MOST_ROWS = 500;

/** Whoever looks at the members wants all of them: the rest is fetched while those known are shown. */
export function openMembersView(
  { rooms }: AccountContext,
  initial: MembersParams,
): OpenListView<MembersParams, MemberItem> {
  let params = initial;
  let opened = rooms.openMembers(initial.roomId, "complete");
  opened.catch(() => undefined);
  return {
    compute: async () => {
      const { roomId, filter, from, count } = params;
      const members = rooms.members(roomId) ?? (await opened);
      return projectMembers({ me: rooms.me, members, filter }, from, Math.min(count, MOST_ROWS));
    },
    update: (next) => {
      const before = params.roomId;
      params = next;
      if (next.roomId === before) return;
      opened = rooms.openMembers(next.roomId, "complete");
      opened.catch(() => undefined);
    },
    affectedBy: (changes) => touchesRoom(changes, params.roomId, ["members"]),
    close: () => undefined,
  };
}
