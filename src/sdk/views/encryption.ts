/** Views about encryption: where this session stands, verifications under way, what is known of people. */
import type { Encryption, PersonTrust, RoomTrust, VerificationItem } from "#api/encryption.ts";
import type { RoomId, UserId } from "#api/ids.ts";
import type { Person } from "#api/people.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { profilePerson } from "#sdk/account/profile-person.ts";
import type { EncryptionParts } from "#sdk/crypto/encryption-parts.ts";
import { touches } from "./touches.ts";
import type { OpenListView, OpenValueView } from "./view.ts";

type Nothing = Record<never, never>;

export function openEncryptionView({ identity }: EncryptionParts): OpenValueView<Nothing, Encryption> {
  return {
    compute: () => identity.status(),
    update: () => undefined,
    affectedBy: (changes) => touches(changes, ["encryption", "accountData"]),
    close: () => undefined,
  };
}

/** A person as any shared room knows them. */
function personOf({ rooms }: AccountContext, userId: UserId, roomId: RoomId | undefined): Person {
  const members = roomId && rooms.members(roomId);
  if (members) return members.person(userId);
  for (const record of rooms.records().values()) {
    const hero = record.heroes.find((one) => one.userId === userId);
    if (hero) return profilePerson(userId, hero.name, hero.avatar);
  }
  return profilePerson(userId, undefined, undefined);
}

export function openVerificationsView(
  ctx: AccountContext,
  { verification, trust }: EncryptionParts,
): OpenListView<Nothing, VerificationItem> {
  return {
    compute: async () => {
      const items: VerificationItem[] = [];
      for (const flow of verification.flows()) {
        const known = flow.deviceId === undefined ? undefined : await trust.person(flow.userId);
        items.push({
          ...flow.phase,
          key: flow.key,
          person: personOf(ctx, flow.userId, flow.roomId),
          with: flow.with,
          deviceId: flow.deviceId,
          deviceName: known?.devices.find((device) => device.deviceId === flow.deviceId)?.name,
          roomId: flow.roomId,
          until: flow.until,
        });
      }
      return { items, from: 0, total: items.length };
    },
    update: () => undefined,
    affectedBy: (changes) => touches(changes, ["verifications"]),
    close: () => undefined,
  };
}

export function openPersonTrustView(
  { trust }: EncryptionParts,
  initial: { readonly userId: UserId },
): OpenValueView<{ readonly userId: UserId }, PersonTrust> {
  let { userId } = initial;
  return {
    compute: () => trust.person(userId),
    update: (params) => {
      userId = params.userId;
    },
    affectedBy: (changes) => touches(changes, ["trust", "encryption"]),
    close: () => undefined,
  };
}

export function openRoomTrustView(
  ctx: AccountContext,
  { trust }: EncryptionParts,
  initial: { readonly roomId: RoomId },
): OpenValueView<{ readonly roomId: RoomId }, RoomTrust> {
  let { roomId } = initial;
  return {
    compute: async () => {
      const { changed, violated, verified } = await trust.unsettled(roomId);
      const people = (ids: readonly UserId[]): readonly Person[] => ids.map((userId) => personOf(ctx, userId, roomId));
      return { changed: people(changed), violated: people(violated), verified };
    },
    update: (params) => {
      roomId = params.roomId;
    },
    affectedBy: (changes) => touches(changes, ["trust", "members", "encryption"]),
    close: () => undefined,
  };
}
