import type { Shield, UnreadableReason } from "./encryption.ts";
import type { SdkError } from "./errors.ts";
import type { EventId, MxcUri, TxnId } from "./ids.ts";
import type { Person } from "./people.ts";
import type { RichNode } from "./rich-text.ts";
import type { MembershipChange, StateChange } from "./state-change.ts";

/** Where a piece of media lies and how big it is drawn before it arrives. Sizes are sane: 1–20,000 px or undefined. */
export interface MediaInfo {
  readonly mxc: MxcUri | undefined;
  readonly name: string;
  readonly mimetype: string | undefined;
  /** Bytes. */
  readonly size: number | undefined;
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly blurhash: string | undefined;
  /** Milliseconds. */
  readonly duration: number | undefined;
  readonly thumbnail: MxcUri | undefined;
  /** The file is encrypted: the name of its key, no secret. Whoever fetches it names it. */
  readonly seal?: string | undefined;
  /** The same of the thumbnail. */
  readonly thumbnailSeal?: string | undefined;
  /** Loudness over time, 0–100, for voice messages whose sender measured it. */
  readonly waveform?: readonly number[] | undefined;
}

/** A place on earth: degrees, and within how many metres. */
export interface GeoPlace {
  readonly latitude: number;
  readonly longitude: number;
  readonly accuracy: number | undefined;
}

/** One file of a message that has several. */
export interface GalleryPart {
  readonly kind: "image" | "video" | "audio" | "file";
  readonly media: MediaInfo;
}

/** How a poll stands, as far as its votes are on this device. */
export interface PollResults {
  readonly state: "open" | "ended";
  /** Votes per answer; undefined while they are secret. */
  readonly counts: readonly number[] | undefined;
  /** People who voted. */
  readonly voters: number;
  /** Indexes of the answers we gave. */
  readonly mine: readonly number[];
}

export type MessageBody =
  | { readonly kind: "text" | "notice" | "emote"; readonly rich: readonly RichNode[] }
  | {
      readonly kind: "image" | "video" | "audio" | "voice" | "file" | "sticker";
      readonly media: MediaInfo;
      readonly caption: readonly RichNode[] | undefined;
    }
  | {
      readonly kind: "gallery";
      /** At least one, at most forty. */
      readonly parts: readonly GalleryPart[];
      readonly caption: readonly RichNode[] | undefined;
    }
  | {
      readonly kind: "location";
      readonly text: string;
      readonly geoUri: string | undefined;
      /** Undefined: it does not say where. */
      readonly place: GeoPlace | undefined;
    }
  | {
      readonly kind: "poll";
      readonly question: string;
      readonly answers: readonly string[];
      readonly results: PollResults | undefined;
    };

/** The message that is answered, quoted in one line. */
export type ReplyQuote =
  | { readonly kind: "message"; readonly eventId: EventId; readonly sender: Person; readonly text: string }
  /** Not on this device; a fetch is under way. */
  | { readonly kind: "loading"; readonly eventId: EventId }
  /** It came encrypted and can't be read here. */
  | { readonly kind: "unreadable"; readonly eventId: EventId; readonly sender: Person }
  /** The server does not give it to us, or it was deleted. */
  | { readonly kind: "missing"; readonly eventId: EventId };

export interface Reaction {
  /** The emoji or text, at most 64 characters. */
  readonly emoji: string;
  readonly count: number;
  readonly mine: "mine" | "others";
  /** Names of the first people who reacted, at most ten. */
  readonly names: readonly string[];
}

/** The life of a message of ours. */
export type SendState =
  | { readonly state: "sent" }
  | { readonly state: "queued" }
  | { readonly state: "sending" }
  /** Bytes sent and to send. */
  | { readonly state: "uploading"; readonly sent: number; readonly total: number }
  | { readonly state: "failed"; readonly error: SdkError };

/** What the account may do with a message, as far as the room's power levels say. */
export interface MessageAbilities {
  readonly reply: "yes" | "no";
  /** Only words of our own. */
  readonly edit: "yes" | "no";
  readonly react: "yes" | "no";
  readonly redact: "yes" | "no";
}

/** A change of a message that the server refused: the message shows as if it had not been asked for. */
export interface RefusedChange {
  /** For `message.retry` and `message.discard`. */
  readonly txnId: TxnId;
  readonly change: "edit" | "reaction" | "redaction";
  readonly error: SdkError;
}

export interface MessageItem {
  readonly kind: "message";
  /** `txn:<id>` for messages of this session, the event id else; it survives the echo. */
  readonly key: string;
  readonly eventId: EventId | undefined;
  readonly txnId: TxnId | undefined;
  readonly sender: Person;
  readonly from: "me" | "other";
  /** Milliseconds since the epoch, as the sending server says; clamped to now + 1 minute for order and display. */
  readonly ts: number;
  /** `first` has a header; `continued` follows within five minutes of the same sender. */
  readonly group: "first" | "continued";
  readonly body: MessageBody;
  readonly reply: ReplyQuote | undefined;
  /** Root of the thread it was written in; shown inline until threads have a panel. */
  readonly thread: EventId | undefined;
  readonly reactions: readonly Reaction[];
  readonly edited: "edited" | "original";
  /** `me`: the account's push rules highlight it. */
  readonly names: "me" | "nobody";
  readonly send: SendState;
  /** Others who have read up to here: at most five, and how many in all. */
  readonly readers: readonly Person[];
  readonly readerCount: number;
  readonly can: MessageAbilities;
  readonly refused: readonly RefusedChange[];
  /** What there is to say about its authenticity: of the message or of its edit, the graver one. */
  readonly shield: Shield | undefined;
  /** Whoever shared the key with us, if that was not the sender. */
  readonly sharedBy: Person | undefined;
}

export interface StateItem {
  readonly kind: "state";
  readonly key: string;
  readonly eventId: EventId;
  readonly sender: Person;
  readonly ts: number;
  readonly change: StateChange;
}

/** Net effect of a run of membership events, per kind of change (row F5 of the feature map). */
export interface RunPart {
  /** e.g. ["joined", "left"] for "joined and left". */
  readonly changes: readonly MembershipChange[];
  /** At most three. */
  readonly names: readonly string[];
  readonly total: number;
}

export type TimelineItem =
  | MessageItem
  | StateItem
  | {
      readonly kind: "run";
      /** `run:<first event id>` */
      readonly key: string;
      readonly ts: number;
      readonly parts: readonly RunPart[];
      /** At most five. */
      readonly faces: readonly Person[];
      readonly entries: readonly StateItem[];
    }
  /** Encrypted messages in a row that can't be read for one reason: one line, however many they are. */
  | {
      readonly kind: "unreadable";
      readonly key: string;
      /** Of the first. */
      readonly ts: number;
      /** `opening`: nobody tried yet. */
      readonly reason: UnreadableReason | "opening";
      readonly count: number;
      /** At most three. */
      readonly senders: readonly Person[];
      readonly eventIds: readonly EventId[];
    }
  /** One grey line: deleted, unknown or broken. `type` is the event type. */
  | {
      readonly kind: "notice";
      readonly key: string;
      readonly eventId: EventId;
      readonly sender: Person;
      readonly ts: number;
      readonly notice:
        | { readonly kind: "redacted"; readonly by: Person | undefined; readonly reason: string | undefined }
        | { readonly kind: "unknown"; readonly type: string; readonly text: string | undefined }
        | { readonly kind: "invalid"; readonly type: string; readonly reason: string };
    }
  /** Local midnight, milliseconds since the epoch. */
  | { readonly kind: "day"; readonly key: string; readonly ts: number }
  /** Where reading stopped. */
  | { readonly kind: "new"; readonly key: "new" }
  /** Always the first row of a live timeline. */
  | {
      readonly kind: "history";
      readonly key: "history";
      readonly state: "idle" | "loading" | "start" | "failed";
      readonly error: SdkError | undefined;
    }
  /** Messages are missing here; they are fetched when it comes near the screen. */
  | {
      readonly kind: "gap";
      readonly key: string;
      readonly state: "idle" | "loading" | "failed";
      readonly error: SdkError | undefined;
    };

export type TimelineKind = TimelineItem["kind"];
