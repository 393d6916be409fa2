import type { Shield } from "#api/encryption.ts";
import type { MessageItem } from "#api/timeline.ts";
import { t } from "#lib/i18n/t.ts";

function reasonText(reason: Shield["reason"], name: string): string {
  switch (reason) {
    case "imported":
      return t("encryption.room.shield.imported", { name });
    case "unknown-device":
      return t("encryption.room.shield.unknownDevice");
    case "unsigned-device":
      return t("encryption.room.shield.unsignedDevice", { name });
    case "unverified-person":
      return t("encryption.room.shield.unverifiedPerson", { name });
    case "identity-changed":
      return t("encryption.room.shield.identityChanged", { name });
    case "wrong-sender":
      return t("encryption.room.shield.wrongSender", { name });
    case "plain-in-encrypted":
      return t("encryption.room.shield.plain");
  }
}

/** What a message's shield means; `undefined` where there is nothing to say. */
export function shieldText({ shield, sharedBy, sender }: MessageItem): string | undefined {
  // Whoever shared the key is why nobody can vouch for it: that says more.
  if (sharedBy && (shield === undefined || shield.reason === "imported"))
    return t("encryption.room.sharedBy", { name: sharedBy.name });
  return shield && reasonText(shield.reason, sender.name);
}
