import type { EventId, RoomAlias, RoomId } from "./ids.ts";
import type { Person } from "./people.ts";

/** What a membership event did to its subject; by `state_key`, so a kick names the victim. */
export type MembershipChange =
  | "joined"
  | "left"
  | "invited"
  | "declined"
  | "withdrawn"
  | "kicked"
  | "banned"
  | "unbanned"
  | "knocked"
  | "knockDenied"
  | "knockWithdrawn"
  | "renamed"
  | "newPicture"
  | "unchanged";

/** A state event in terms the window can put into words. `from` is undefined where the previous value is unknown or absent. */
export type StateChange =
  | {
      readonly kind: "membership";
      readonly change: MembershipChange;
      readonly target: Person;
      readonly from: string | undefined;
      readonly to: string | undefined;
      readonly reason: string | undefined;
    }
  | { readonly kind: "created"; readonly predecessor: RoomId | undefined }
  | { readonly kind: "name"; readonly from: string | undefined; readonly to: string | undefined }
  | { readonly kind: "topic"; readonly from: string | undefined; readonly to: string | undefined }
  | { readonly kind: "picture"; readonly change: "set" | "removed" }
  | { readonly kind: "encrypted" }
  | { readonly kind: "joinRule"; readonly rule: string }
  | { readonly kind: "history"; readonly visibility: string }
  | { readonly kind: "guests"; readonly access: string }
  | { readonly kind: "alias"; readonly from: RoomAlias | undefined; readonly to: RoomAlias | undefined }
  | {
      readonly kind: "power";
      readonly changes: readonly { readonly person: Person; readonly from: number; readonly to: number }[];
    }
  | { readonly kind: "pinned"; readonly pinned: readonly EventId[]; readonly change: "pinned" | "unpinned" | "changed" }
  | { readonly kind: "upgraded"; readonly replacement: RoomId | undefined }
  | { readonly kind: "serverRules" }
  | { readonly kind: "spaceChild"; readonly change: "added" | "removed" }
  | { readonly kind: "other"; readonly type: string };
