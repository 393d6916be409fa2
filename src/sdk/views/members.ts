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
  return {
    compute: async () => {
      const { roomId, filter, from, count } = params;
      // Also asks again for those who could not be fetched the last time.
      const members = await rooms.openMembers(roomId, "complete");
      return projectMembers({ me: rooms.me, members, filter }, from, Math.min(count, MOST_ROWS));
    },
    update: (next) => {
      params = next;
    },
    affectedBy: (changes) => touchesRoom(changes, params.roomId, ["members", "connection"]),
    close: () => undefined,
  };
}
