import type { SdkError } from "./errors.ts";
import type { RoomId, UserId } from "./ids.ts";
import type { Person } from "./people.ts";
import type { Answer, Guarded } from "./uia.ts";

/** Where this session and the account stand with encryption, in one value. */
export type Encryption =
  /** The engine is being loaded; messages wait, nothing is lost. */
  | { readonly state: "starting" }
  /** It could not be loaded; plain rooms work. `encryption.retry` tries again. */
  | { readonly state: "unavailable"; readonly error: SdkError }
  | {
      readonly state: "ready";
      readonly device: OwnDevice;
      /**
       * Cross-signing of the account: `absent` nobody set it up; `elsewhere` its private keys are on other devices or in
       * secret storage; `here` this session has them.
       */
      readonly identity: "absent" | "elsewhere" | "here";
      readonly backup: KeyBackup;
      /** Secret storage (spec: Secrets): `incomplete` lacks one of the four secrets. */
      readonly recovery: "absent" | "incomplete" | "ready";
      /** `unconfirmed`: a recovery key was made here and nobody said that it is kept. */
      readonly recoveryKey: "kept" | "unconfirmed";
      /** The one thing the person ought to do next. */
      readonly todo: "none" | "set-up" | "verify" | "recovery";
      /** The person said "later"; the reminder comes back at this time, milliseconds since the epoch. */
      readonly remindAt: number | undefined;
      readonly history: KeyDownload;
    };

export interface OwnDevice {
  readonly deviceId: string;
  /** Ed25519 fingerprint, in groups of four. */
  readonly fingerprint: string;
  readonly verified: "verified" | "unverified";
}

export type KeyBackup =
  | { readonly state: "unknown" | "absent" }
  /** There is one, but its key is not here yet. */
  | { readonly state: "locked"; readonly version: string }
  | { readonly state: "on"; readonly version: string; readonly waiting: number }
  /** The server has one that is not signed by us. */
  | { readonly state: "untrusted"; readonly version: string }
  | { readonly state: "failed"; readonly error: SdkError };

/** Keys of older messages that are fetched from the backup in the background. */
export type KeyDownload =
  | { readonly state: "idle" }
  | { readonly state: "running"; readonly done: number; readonly total: number }
  | { readonly state: "failed"; readonly error: SdkError };

/** What a shield beside a message says (row 100). Red is never hidden. */
export interface Shield {
  readonly tone: "grey" | "red";
  readonly reason:
    | "imported"
    | "unknown-device"
    | "unsigned-device"
    | "unverified-person"
    | "identity-changed"
    | "wrong-sender"
    | "plain-in-encrypted";
}

/** Why a message can't be read (row 106). The last five are refusals: no key will change them. */
export type UnreadableReason =
  | "before-join"
  | "before-device"
  | "waiting-for-keys"
  | "waiting-for-backup"
  | "backup-locked"
  | "no-backup"
  | "not-in-backup"
  | "withheld-unverified"
  | "withheld-blocked"
  | "withheld"
  | "unsigned-device"
  | "identity-changed"
  | "replayed"
  | "wrong-sender"
  | "malformed";

/** One device of somebody, as the engine knows it. */
export interface DeviceTrust {
  readonly deviceId: string;
  readonly name: string | undefined;
  readonly fingerprint: string | undefined;
  readonly trust: "verified" | "unverified" | "blocked";
  /** Known to the server, but without encryption keys. */
  readonly encryption: "keys" | "none";
}

/** The identity of a person. */
export interface PersonTrust {
  readonly userId: UserId;
  readonly trust:
    /** No cross-signing, or unknown to the engine. */
    | "none"
    | "unverified"
    | "verified"
    /** Never verified, and the key is not the one that was pinned (row 105): to be accepted. */
    | "changed"
    /** Was verified, and is not any more: sending stops until this is settled. */
    | "violated";
  readonly devices: readonly DeviceTrust[];
}

/** What stands between a room and carefree sending. */
export interface RoomTrust {
  readonly changed: readonly Person[];
  readonly violated: readonly Person[];
  /** Members whom this account has verified. */
  readonly verified: readonly UserId[];
}

export type VerificationPhase =
  /** Asked; the other side has not answered. */
  | { readonly phase: "asked" }
  /** Somebody asks us. */
  | { readonly phase: "incoming" }
  /** Both are there: compare emoji, show a code, scan one. `code`: bytes of our QR code, if one can be shown. */
  | {
      readonly phase: "ready";
      readonly code: Uint8Array | undefined;
      readonly scan: "yes" | "no";
      readonly emoji: "yes" | "no";
    }
  /** They scanned our code: is the other device showing a tick? */
  | { readonly phase: "scanned" }
  /** Emoji are on the way. */
  | { readonly phase: "waiting" }
  | {
      readonly phase: "compare";
      /** Seven of 64 numbers of the spec's table, with the spec's English name. */
      readonly emoji: readonly { readonly symbol: string; readonly name: string }[];
      readonly decimals: readonly [number, number, number];
      readonly confirmed: "yes" | "no";
    }
  | { readonly phase: "done" }
  | {
      readonly phase: "cancelled";
      readonly by: "me" | "them";
      readonly reason: "refused" | "timeout" | "mismatch" | "elsewhere" | "other";
    };

export type VerificationItem = VerificationPhase & {
  /** The flow's id. */
  readonly key: string;
  readonly person: Person;
  /** `self`: between two devices of ours. */
  readonly with: "self" | "other";
  readonly deviceId: string | undefined;
  readonly deviceName: string | undefined;
  readonly roomId: RoomId | undefined;
  /** Milliseconds since the epoch after which it ends by itself. */
  readonly until: number | undefined;
};

/** What remains to be kept by the person; nobody else has it. */
export interface NewRecovery {
  /** Base58, in groups of four. */
  readonly recoveryKey: string;
}

declare module "./contract.ts" {
  interface Commands {
    /** Loads the engine again after it failed. */
    "encryption.retry": { readonly args: Record<never, never>; readonly result: undefined };
    /**
     * Sets up cross-signing, secret storage and the key backup in one step and answers the recovery key (base58, groups of
     * four). `passphrase`: the key is derived from it (PBKDF2) and works beside the recovery key. With `answer` after a
     * challenge. Interrupted, it may be called again and goes on. Errors: `offline`, `matrix`, `crypto`.
     */
    "encryption.setUp": {
      readonly args: { readonly passphrase: string | undefined; readonly answer?: Answer };
      readonly result: Guarded<NewRecovery>;
    };
    /** A new recovery key for the secrets that are here; the old one stops working. Errors: `crypto` `secrets-missing`. */
    "encryption.changeRecoveryKey": {
      readonly args: { readonly passphrase: string | undefined };
      readonly result: NewRecovery;
    };
    /**
     * Opens secret storage with the recovery key or the passphrase: imports the identity, verifies this session, connects
     * the backup. Errors: `crypto` `wrong-key` | `malformed-key` | `no-storage` | `corrupt`.
     */
    "encryption.recover": { readonly args: { readonly secret: string }; readonly result: undefined };
    /** Everything is lost: a new identity, storage and backup; old messages without keys stay unreadable. Like `setUp`. */
    "encryption.reset": {
      readonly args: { readonly passphrase: string | undefined; readonly answer?: Answer };
      readonly result: Guarded<NewRecovery>;
    };
    /** The person has kept the recovery key that was shown. */
    "encryption.keptKey": { readonly args: Record<never, never>; readonly result: undefined };
    /** "Later": the reminder rests for a week. */
    "encryption.later": { readonly args: Record<never, never>; readonly result: undefined };
    /** All message keys in the file format other clients read (spec: Key exports), sealed with the passphrase. */
    "encryption.exportKeys": {
      readonly args: { readonly passphrase: string };
      readonly result: { readonly file: Blob };
    };
    /** Errors: `crypto` `wrong-passphrase` | `corrupt`. */
    "encryption.importKeys": {
      readonly args: { readonly file: Blob; readonly passphrase: string };
      readonly result: { readonly imported: number; readonly total: number };
    };
    /** Looks at the backup on the server again, and goes on with what failed there. */
    "encryption.checkBackup": { readonly args: Record<never, never>; readonly result: undefined };
    /** Whether signing out now would lose keys that are nowhere else. */
    "encryption.lossAtSignOut": {
      readonly args: Record<never, never>;
      readonly result: { readonly loss: "none" | "keys"; readonly unsaved: number };
    };
    /** Switches encryption on for a room, for ever (`m.room.encryption`). */
    "room.encrypt": { readonly args: { readonly roomId: RoomId }; readonly result: undefined };

    /** Asks a person (in the direct chat with them, made if there is none), a device of theirs or all own devices to verify. */
    "verification.request": {
      readonly args: { readonly userId: UserId; readonly deviceId: string | undefined };
      readonly result: { readonly key: string };
    };
    "verification.accept": { readonly args: { readonly key: string }; readonly result: undefined };
    /** Refuses or cancels; the other side is told. */
    "verification.cancel": { readonly args: { readonly key: string }; readonly result: undefined };
    "verification.startEmoji": { readonly args: { readonly key: string }; readonly result: undefined };
    /** Bytes of the code that the camera read. Errors: `crypto` `not-a-code` | `wrong-code`. */
    "verification.scan": {
      readonly args: { readonly key: string; readonly code: Uint8Array };
      readonly result: undefined;
    };
    /** The emoji match, or the other device shows a tick. */
    "verification.confirm": { readonly args: { readonly key: string }; readonly result: undefined };
    "verification.mismatch": { readonly args: { readonly key: string }; readonly result: undefined };
    /** Takes an ended one off the list. */
    "verification.dismiss": { readonly args: { readonly key: string }; readonly result: undefined };

    /** Accepts a changed identity that was never verified (pins it). */
    "trust.acceptChange": { readonly args: { readonly userId: UserId }; readonly result: undefined };
    /** Gives up a verification that does not hold any more; sending goes on. */
    "trust.withdraw": { readonly args: { readonly userId: UserId }; readonly result: undefined };
    /** Fetches the devices and the identity of somebody anew. */
    "trust.refresh": { readonly args: { readonly userId: UserId }; readonly result: undefined };
  }
  interface ListViews {
    /** Verifications under way, newest first; an ended one stays until it is dismissed. */
    verifications: { readonly params: Record<never, never>; readonly item: VerificationItem };
  }
  interface ValueViews {
    encryption: { readonly params: Record<never, never>; readonly value: Encryption };
    personTrust: { readonly params: { readonly userId: UserId }; readonly value: PersonTrust };
    roomTrust: { readonly params: { readonly roomId: RoomId }; readonly value: RoomTrust };
  }
}
