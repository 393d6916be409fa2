/** All views of a signed-in account; `session` is the core's own. */
import type { ListView, ValueView } from "#api/contract.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { openAbilitiesView } from "./abilities.ts";
import { openBadgeView } from "./badge.ts";
import { openConnectionView } from "./connection.ts";
import { openDevicesView } from "./devices.ts";
import { openEncryptionView, openPersonTrustView, openRoomTrustView, openVerificationsView } from "./encryption.ts";
import { createListSnapshotKeeper } from "./list-snapshot.ts";
import { openMembersView } from "./members.ts";
import { openRefusalsView, openRoomPlaceView, openSectionsView } from "./places.ts";
import { openRoomListView } from "./room-list.ts";
import { openRoomView } from "./room.ts";
import { openSettingsView } from "./settings.ts";
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
    verifications: () => openVerificationsView(ctx, ctx.encryption),
  };
}

export function accountValueViews(ctx: AccountContext): AccountValueViews {
  return {
    connection: () => openConnectionView(ctx),
    devices: (_params, refresh) => openDevicesView(ctx, refresh),
    abilities: (_params, refresh) => openAbilitiesView(ctx, refresh),
    badge: () => openBadgeView(ctx),
    encryption: () => openEncryptionView(ctx.encryption),
    personTrust: (params) => openPersonTrustView(ctx.encryption, params),
    roomTrust: (params) => openRoomTrustView(ctx, ctx.encryption, params),
    settings: () => openSettingsView(ctx),
    room: (params) => openRoomView(ctx, params),
    roomPlace: (params) => openRoomPlaceView(ctx, params),
    sections: () => openSectionsView(ctx),
    refusals: () => openRefusalsView(ctx),
    timelineStatus: (params) => openTimelineStatusView(ctx, params),
  };
}
