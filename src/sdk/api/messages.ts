import type { EventId, MxcUri, RoomId, TxnId } from "./ids.ts";
import type { Hue, Person } from "./people.ts";
import type { MessageBody, TimelineItem } from "./timeline.ts";

/** A file on its way out; the tab measured it before it handed it over. */
export interface OutgoingFile {
  /** A `File` or `Blob`; copied into the sealed store before the verb returns. */
  readonly blob: Blob;
  readonly name: string;
  readonly mimetype: string;
  readonly kind: "image" | "video" | "audio" | "file";
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly duration: number | undefined;
  readonly blurhash: string | undefined;
  readonly caption: string | undefined;
  /** A smaller picture of it, for rooms where the server can't make one: it is sent where the room is encrypted. */
  readonly thumbnail?: OutgoingThumbnail | undefined;
}

export interface OutgoingThumbnail {
  readonly blob: Blob;
  readonly mimetype: string;
  readonly width: number;
  readonly height: number;
}

/** Where an open timeline stands. */
export interface TimelineStatus {
  /** Where reading stopped when the room was opened: the key of the item under the "new" row, if it is loaded. */
  readonly openAt: "marker" | "end";
  /** Newest event that is on this device; what "jump to latest" marks read. */
  readonly latest: EventId | undefined;
  /** Messages from others after the read marker. */
  readonly newCount: number;
  readonly newBound: "exact" | "atLeast";
  /** Key of the first of them, if loaded. */
  readonly firstNew: string | undefined;
}

/** One wording of a message. */
export interface MessageVersion {
  readonly eventId: EventId;
  /** Milliseconds since the epoch. */
  readonly ts: number;
  readonly body: MessageBody;
}

export interface MessageHistory {
  /** Oldest first; the first is the original, if it is known. */
  readonly versions: readonly MessageVersion[];
  /** `loaded`: the server could not be asked, there may be more. */
  readonly extent: "complete" | "loaded";
}

/** Everybody who reacted in one way. */
export interface Reactors {
  readonly emoji: string;
  readonly people: readonly Person[];
}

/** Somebody who has read up to a message. */
export interface Reader {
  readonly person: Person;
  /** Milliseconds since the epoch, as their server says; undefined if nobody said. */
  readonly ts: number | undefined;
}

/** The message a draft answers, as the line above the draft shows it. */
export interface DraftReply {
  readonly eventId: EventId;
  readonly name: string;
  readonly hue: Hue;
  readonly text: string;
}

declare module "./contract.ts" {
  interface Commands {
    /** Queues a text message (Markdown). Returns once it is safe on disk; order per room is the order of calls. Errors: `storage`, `invalid`. */
    "message.send": { readonly args: { readonly roomId: RoomId; readonly markdown: string }; readonly result: TxnId };
    /** Queues files, one message each, in order. Errors: `invalid` (`too-large`: above the server's upload limit), `storage` (`quota`). */
    "message.sendFiles": {
      readonly args: {
        readonly roomId: RoomId;
        readonly files: readonly OutgoingFile[];
        /** The first file answers this message. */
        readonly replyTo?: EventId | undefined;
      };
      readonly result: readonly TxnId[];
    };
    /** Queues a text message that answers another, in its thread if it is in one. Errors as for `message.send`. */
    "message.reply": {
      readonly args: { readonly roomId: RoomId; readonly eventId: EventId; readonly markdown: string };
      readonly result: TxnId;
    };
    /** Queues new words for a message of ours; those of a file are its caption and may be empty. Shown at once. Errors as for `message.send`; `invalid` (`not-found`: no message of ours). */
    "message.edit": {
      readonly args: { readonly roomId: RoomId; readonly eventId: EventId; readonly markdown: string };
      readonly result: TxnId;
    };
    /** Reacts, or takes the own reaction back; what is so already is left alone. Shown at once. */
    "message.react": {
      readonly args: {
        readonly roomId: RoomId;
        readonly eventId: EventId;
        /** An emoji or at most 64 characters. */
        readonly key: string;
        readonly change: "add" | "remove";
      };
      readonly result: undefined;
    };
    /** Queues the deletion of a message; an empty reason is none. Shown at once. */
    "message.redact": {
      readonly args: { readonly roomId: RoomId; readonly eventId: EventId; readonly reason: string };
      readonly result: TxnId;
    };
    /** The wordings of an edited message. */
    "message.history": {
      readonly args: { readonly roomId: RoomId; readonly eventId: EventId };
      readonly result: MessageHistory;
    };
    /** Who reacted, in the order of their reactions, as far as it is on this device. */
    "message.reactors": {
      readonly args: { readonly roomId: RoomId; readonly eventId: EventId };
      readonly result: readonly Reactors[];
    };
    /** Others who have read up to a message, the latest first, as far as it is on this device. */
    "message.readers": {
      readonly args: { readonly roomId: RoomId; readonly eventId: EventId };
      readonly result: readonly Reader[];
    };
    /** The words of a message as somebody would type them, newest edit applied: to edit or to quote them. */
    "message.markdown": {
      readonly args: { readonly roomId: RoomId; readonly eventId: EventId };
      readonly result: string;
    };
    /** Sends a failed message again, or all failed ones of the room. */
    "message.retry": {
      readonly args: { readonly roomId: RoomId; readonly txnId: TxnId | "all" };
      readonly result: undefined;
    };
    /** Throws away an unsent message, or all failed ones of the room; stops a running upload. */
    "message.discard": {
      readonly args: { readonly roomId: RoomId; readonly txnId: TxnId | "all" };
      readonly result: undefined;
    };
    /** Loads about 50 older events; returns when they are on screen or there are none. */
    "timeline.paginate": {
      readonly args: { readonly roomId: RoomId };
      readonly result: { readonly reached: "more" | "start" };
    };
    /** Fetches what is missing at a gap row. */
    "timeline.fillGap": {
      readonly args: {
        readonly roomId: RoomId;
        readonly key: string;
        /** The side one comes from; the newer one if it is not said. */
        readonly from?: "older" | "newer";
      };
      readonly result: undefined;
    };
    /** Messages of the room that can't be read are tried again, and their keys asked for. */
    "timeline.tryAgain": { readonly args: { readonly roomId: RoomId }; readonly result: undefined };
    /** Pretty-printed JSON of what was inside an encrypted event; `undefined` if it came in clear or can't be read. */
    "event.opened": {
      readonly args: { readonly roomId: RoomId; readonly eventId: EventId };
      readonly result: string | undefined;
    };
    /** Pretty-printed JSON of an event as the server sent it. */
    "event.source": { readonly args: { readonly roomId: RoomId; readonly eventId: EventId }; readonly result: string };
    /** The draft of a room; empty if there is none. */
    "draft.get": { readonly args: { readonly roomId: RoomId }; readonly result: string };
    /** Keeps a draft and what it answers; an empty one is forgotten. */
    "draft.set": {
      readonly args: { readonly roomId: RoomId; readonly text: string; readonly reply?: DraftReply };
      readonly result: undefined;
    };
    /** What the draft of a room answers; undefined too if that was deleted in the meantime. */
    "draft.reply": { readonly args: { readonly roomId: RoomId }; readonly result: DraftReply | undefined };
    /**
     * Fetches media where no service worker can (`thumbnail`: at most these CSS px times the pixel ratio). With `seal` the
     * file is encrypted and is answered whole, in clear. Errors: `crypto` (`changed`: not what its sender encrypted),
     * `invalid` (`not-found`: its key is not here).
     */
    "media.fetch": {
      readonly args: {
        readonly mxc: MxcUri;
        readonly seal?: string | undefined;
        readonly thumbnail: { readonly width: number; readonly height: number } | undefined;
      };
      readonly result: Blob;
    };
    /** The server's upload limit in bytes, if it says one. */
    "media.limit": { readonly args: Record<never, never>; readonly result: number | undefined };
    /** The core's recent log lines, ids redacted. */
    "core.logs": { readonly args: Record<never, never>; readonly result: string };
  }
  interface ListViews {
    timeline: { readonly params: { readonly roomId: RoomId; readonly anchor: "live" }; readonly item: TimelineItem };
  }
  interface ValueViews {
    timelineStatus: { readonly params: { readonly roomId: RoomId }; readonly value: TimelineStatus };
  }
}
