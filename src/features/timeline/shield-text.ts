import type { Shield } from "#api/encryption.ts";
import type { MessageItem } from "#api/timeline.ts";
import { t, type MessageKey } from "#lib/i18n/t.ts";

const WORDS: { readonly [reason in Shield["reason"]]: MessageKey } = {
  imported: "encryption.room.shield.imported",
  "unknown-device": "encryption.room.shield.unknownDevice",
  "unsigned-device": "encryption.room.shield.unsignedDevice",
  "unverified-person": "encryption.room.shield.unverifiedPerson",
  "identity-changed": "encryption.room.shield.identityChanged",
  "wrong-sender": "encryption.room.shield.wrongSender",
  "plain-in-encrypted": "encryption.room.shield.plain",
};

/** What a message's shield means; `undefined` where there is nothing to say. */
export function shieldText({ shield, sharedBy, sender }: MessageItem): string | undefined {
  const said = shield && t(WORDS[shield.reason], { name: sender.name });
  // Whoever shared the key is why nobody can vouch for it: that says more.
  if (sharedBy && (shield === undefined || shield.reason === "imported"))
    return t("encryption.room.sharedBy", { name: sharedBy.name });
  return said;
}
