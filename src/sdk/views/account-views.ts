/** All views of a signed-in account; `session` is the core's own. */
import type { ListView, ValueView } from "#api/contract.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { openBadgeView } from "./badge.ts";
import { openConnectionView } from "./connection.ts";
import { createListSnapshotKeeper } from "./list-snapshot.ts";
import { openMembersView } from "./members.ts";
import { openRoomListView } from "./room-list.ts";
import { openRoomView } from "./room.ts";
import { openTimelineStatusView } from "./timeline-status.ts";
import { openTimelineView } from "./timeline.ts";
import type { ListViewFactories, ValueViewFactories } from "./view.ts";

export type AccountListViews = Pick<ListViewFactories, ListView>;
export type AccountValueViews = Pick<ValueViewFactories, Exclude<ValueView, "session">>;

export function accountListViews(ctx: AccountContext): AccountListViews {
  const snapshot = createListSnapshotKeeper(ctx);
  return {
    roomList: (params) => openRoomListView(ctx, snapshot, params),
    timeline: (params) => openTimelineView(ctx, params),
    members: (params) => openMembersView(ctx, params),
  };
}

export function accountValueViews(ctx: AccountContext): AccountValueViews {
  return {
    connection: () => openConnectionView(ctx),
    badge: () => openBadgeView(ctx),
    room: (params) => openRoomView(ctx, params),
    timelineStatus: (params) => openTimelineStatusView(ctx, params),
  };
}
