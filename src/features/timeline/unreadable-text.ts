/** Why messages can't be read, in words that say what can be done; what is true of the keys right now decides. */
import type { Encryption } from "#api/encryption.ts";
import type { TimelineItem } from "#api/timeline.ts";
import { t, type MessageKey } from "#lib/i18n/t.ts";
import { nameList } from "#ui/room-name.ts";

export type UnreadableItem = Extract<TimelineItem, { readonly kind: "unreadable" }>;

type Situation =
  | "opening"
  | "engine"
  | "beforeJoin"
  | "locked"
  | "fetching"
  | "noBackup"
  | "notInBackup"
  | "untrusted"
  | "waiting"
  | "withheldUnverified"
  | "withheldBlocked"
  | "withheld"
  | "unsignedDevice"
  | "identityChanged"
  | "replayed"
  | "wrongSender"
  | "malformed";

const WORDS: { readonly [situation in Situation]: MessageKey } = {
  opening: "encryption.room.unreadable.opening",
  engine: "encryption.room.unreadable.engine",
  beforeJoin: "encryption.room.unreadable.beforeJoin",
  locked: "encryption.room.unreadable.locked",
  fetching: "encryption.room.unreadable.fetching",
  noBackup: "encryption.room.unreadable.noBackup",
  notInBackup: "encryption.room.unreadable.notInBackup",
  untrusted: "encryption.room.unreadable.untrusted",
  waiting: "encryption.room.unreadable.waiting",
  withheldUnverified: "encryption.room.unreadable.withheldUnverified",
  withheldBlocked: "encryption.room.unreadable.withheldBlocked",
  withheld: "encryption.room.unreadable.withheld",
  unsignedDevice: "encryption.room.unreadable.unsignedDevice",
  identityChanged: "encryption.room.unreadable.identityChanged",
  replayed: "encryption.room.unreadable.replayed",
  wrongSender: "encryption.room.unreadable.wrongSender",
  malformed: "encryption.room.unreadable.malformed",
};

/** What the person can do about it. */
export type Remedy = "none" | "get-keys" | "settings" | "again";

export interface Unreadable {
  readonly text: string;
  readonly remedy: Remedy;
}

function situationOf(reason: UnreadableItem["reason"], encryption: Encryption | undefined): Situation {
  switch (reason) {
    case "before-join":
      return "beforeJoin";
    case "opening":
    case "before-device":
    case "waiting-for-keys":
    case "waiting-for-backup":
    case "backup-locked":
    case "no-backup":
    case "not-in-backup":
      return keysOf(reason, encryption);
    case "withheld-unverified":
      return "withheldUnverified";
    case "withheld-blocked":
      return "withheldBlocked";
    case "withheld":
      return "withheld";
    case "unsigned-device":
      return "unsignedDevice";
    case "identity-changed":
      return "identityChanged";
    case "replayed":
      return "replayed";
    case "wrong-sender":
      return "wrongSender";
    case "malformed":
      return "malformed";
  }
}

/** Where the missing keys could come from. */
function keysOf(reason: UnreadableItem["reason"], encryption: Encryption | undefined): Situation {
  if (encryption === undefined || encryption.state === "starting") return "opening";
  if (encryption.state === "unavailable") return "engine";
  if (reason === "opening") return "opening";
  const { backup, history, todo } = encryption;
  const older = reason === "before-device";
  if (backup.state === "locked" || (todo === "verify" && older)) return "locked";
  if (history.state === "running") return "fetching";
  if (!older) return "waiting";
  switch (backup.state) {
    case "absent":
      return "noBackup";
    case "untrusted":
      return "untrusted";
    case "on":
      return "notInBackup";
    case "unknown":
    case "failed":
      return "waiting";
  }
}

function remedyOf(situation: Situation, encryption: Encryption | undefined): Remedy {
  switch (situation) {
    case "locked":
      return "get-keys";
    case "withheldUnverified":
      return encryption?.state === "ready" && encryption.todo === "verify" ? "get-keys" : "none";
    case "noBackup":
    case "untrusted":
    case "engine":
      return "settings";
    case "notInBackup":
    case "waiting":
    case "withheld":
    case "withheldBlocked":
      return "again";
    default:
      return "none";
  }
}

function namesOf({ senders, count }: UnreadableItem): string {
  const names = senders.map(({ name }) => name);
  return nameList(senders.length === 3 && count > 3 ? [...names, t("encryption.room.senderOthers")] : names);
}

export function unreadable(item: UnreadableItem, encryption: Encryption | undefined): Unreadable {
  const situation = situationOf(item.reason, encryption);
  const values = { count: item.count, names: namesOf(item), senders: item.senders.length };
  return { text: t(WORDS[situation], values), remedy: remedyOf(situation, encryption) };
}

/** For whoever hears the row. */
export function unreadableText(item: UnreadableItem): string {
  return t("encryption.room.unreadableLabel", { count: item.count, names: namesOf(item) });
}
