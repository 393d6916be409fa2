/**
 * What the rest of the SDK sees of encryption: one object per account. The engine (crypto-wasm) is loaded lazily behind it;
 * until it is there, to-device messages wait on disk and encrypted events stay as they came. Always holds: nothing that
 * arrived is forgotten before the engine has it on its own disk; an event is decrypted once; one engine per store; a panic
 * of the engine ends the core (`onBroken`), never a promise that hangs.
 *
 * Order of a batch: `take` (to-device messages, device lists, key counts) → `open` (its timeline events) → the write that
 * saves events, replay marks and position together → `done` (what the engine has is taken off the disk, requests go out).
 */
import type { RoomId, UserId, EventId } from "#api/ids.ts";
import type { JsonObject, MatrixEvent } from "#sdk/events/envelope.ts";
import type { WriteTxn } from "#sdk/store/writer.ts";

/** What one sync answer says to the engine. */
export interface CryptoNews {
  readonly events: readonly JsonObject[];
  readonly changed: readonly UserId[];
  readonly left: readonly UserId[];
  /** Missing counts mean zero in classic sync, unchanged in sliding sync. */
  readonly protocol: "sliding" | "classic";
  readonly keyCounts: { readonly [algorithm: string]: number } | undefined;
  readonly unusedFallbackTypes: readonly string[] | undefined;
}

export interface Opened {
  /** In the same order and number; events that could not be opened (yet) say why in `crypto`. */
  readonly events: readonly MatrixEvent[];
  /** Writes what belongs to them (replay marks, keys of attachments, the index of unreadable ones) in the same write. */
  save(txn: WriteTxn): void;
}

export interface EncryptedFile {
  /** Ciphertext, as parts on the browser's disk where possible. */
  readonly blob: Blob;
  /** `EncryptedFile` of the spec without `url`. */
  readonly file: JsonObject;
}

export interface CryptoPort {
  /** Resolves when the engine is there; never rejects (see `state`). */
  readonly ready: Promise<void>;
  state(): "starting" | "ready" | "unavailable";
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Deletes the engine's databases; after `stop`. */
  destroy(): Promise<void>;

  /** Puts what concerns the engine on disk within the write of its batch or before it, and hands it over in order. */
  take(news: CryptoNews): Promise<void>;
  /**
   * Decrypts what can be decrypted now. `budgetMs`: what takes longer stays as it came and is opened later, newest of open
   * rooms first. Never throws for one event.
   */
  open(roomId: RoomId, events: readonly MatrixEvent[], options: { readonly budgetMs: number }): Promise<Opened>;
  /** Live events of a room, opened and written: steps of verifications may be among them. */
  saw(roomId: RoomId, events: readonly MatrixEvent[]): void;
  /** After the write of a batch. */
  done(): void;
  /** Members of encrypted rooms: their devices are kept known (an untracked sender looks like a stranger). */
  follow(userIds: readonly UserId[]): void;
  /** A member event of an encrypted room that is not a join: the next message gets a new session. At once, not at the next send. */
  membersLeft(roomId: RoomId, userIds: readonly UserId[]): void;
  /** `m.room.encryption` was seen: kept by the engine, never taken back. */
  roomEncrypted(roomId: RoomId, content: JsonObject): Promise<void>;
  /** Whether anything but ciphertext may go into this room; asks the engine's memory, not only the room's state. */
  encryptionOf(roomId: RoomId): Promise<"encrypted" | "plain" | "unknown">;

  /**
   * Shares keys with the members as the room's settings and the person's trust settings say, and encrypts. Under the room's
   * lock, with a deadline. Errors: `crypto` `identity-violated` (with the people in the message), `timeout`, `offline`, `matrix`.
   */
  encrypt(roomId: RoomId, type: string, content: JsonObject, signal: AbortSignal): Promise<JsonObject>;
  encryptFile(blob: Blob, signal: AbortSignal): Promise<EncryptedFile>;

  /** Events of this room that could not be opened are tried again, those on screen first. */
  lookAgain(roomId: RoomId, eventIds: readonly EventId[]): void;
}
