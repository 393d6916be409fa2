/**
 * What a text becomes when it answers or edits another message (spec: Rich replies, Event replacements, m.mentions). No
 * quote of the answered message goes into the text; whom a message calls is said by `m.mentions` alone.
 */
import { parseUserId, type EventId, type UserId } from "#api/ids.ts";
import { threadOf } from "#sdk/events/content/relation.ts";
import { asString, isObject, type JsonObject, type MatrixEvent } from "#sdk/events/envelope.ts";
import type { Answered } from "./outbox.ts";

function mentioned(content: JsonObject): { readonly users: readonly UserId[]; readonly room: boolean } {
  const mentions = content["m.mentions"];
  if (!isObject(mentions)) return { users: [], room: false };
  const ids = mentions["user_ids"];
  return {
    users: Array.isArray(ids) ? ids.flatMap((id: unknown) => parseUserId(id) ?? []) : [],
    room: mentions["room"] === true,
  };
}

function mentions(users: readonly UserId[], room: boolean): JsonObject {
  return { ...(users.length > 0 ? { user_ids: users } : {}), ...(room ? { room: true } : {}) };
}

function relationTo({ eventId, event }: Answered): JsonObject {
  const inReplyTo = { "m.in_reply_to": { event_id: eventId } };
  const root = event && threadOf(event);
  return root === undefined
    ? inReplyTo
    : { rel_type: "m.thread", event_id: root, is_falling_back: false, ...inReplyTo };
}

/** The content as an answer: it calls the author of what it answers, unless that is ourselves. */
export function asReply(content: JsonObject, answered: Answered, me: UserId): JsonObject {
  const { users, room } = mentioned(content);
  const author = answered.event?.sender;
  const called = author === undefined || author === me || users.includes(author) ? users : [...users, author];
  return { ...content, "m.mentions": mentions(called, room), "m.relates_to": relationTo(answered) };
}

/**
 * The content as new words for `edited`. What is new calls everybody it names; the edit itself calls only those whom the
 * message has not called before. `author`: of the message that the edited one answers, whom it goes on calling.
 */
export function asEdit(
  content: JsonObject,
  edited: { readonly eventId: EventId; readonly current: JsonObject; readonly author: UserId | undefined },
): JsonObject {
  const before = mentioned(edited.current);
  const named = mentioned(content);
  const { author } = edited;
  const users =
    author !== undefined && before.users.includes(author) && !named.users.includes(author)
      ? [...named.users, author]
      : named.users;
  const words = {
    ...(isFile(edited.current) ? withCaption(edited.current, content) : content),
    ...(edited.current["msgtype"] === "m.notice" && content["msgtype"] === "m.text" ? { msgtype: "m.notice" } : {}),
    "m.mentions": mentions(users, named.room),
  };
  const html = asString(content["formatted_body"]);
  return {
    ...words,
    body: `* ${asString(content["body"]) ?? ""}`,
    ...(html === undefined ? {} : { formatted_body: `* ${html}` }),
    "m.mentions": mentions(
      users.filter((userId) => !before.users.includes(userId)),
      named.room && !before.room,
    ),
    "m.new_content": words,
    "m.relates_to": { rel_type: "m.replace", event_id: edited.eventId },
  };
}

const FILES: ReadonlySet<unknown> = new Set(["m.image", "m.video", "m.audio", "m.file"]);

/** A file: its words are a caption (spec: Media captions). */
export function isFile(content: JsonObject): boolean {
  return FILES.has(content["msgtype"]) && fileName(content) !== undefined;
}

function fileName(content: JsonObject): string | undefined {
  return asString(content["filename"]) ?? asString(content["body"]);
}

/** What stands in the place of a caption where there is none. */
export function noCaption(file: JsonObject): JsonObject {
  return { body: fileName(file) ?? "", "m.mentions": {} };
}

/** The file stays what it is; only its words are others. */
function withCaption(file: JsonObject, caption: JsonObject): JsonObject {
  const { "m.relates_to": _, "m.new_content": __, format: ___, formatted_body: ____, ...rest } = file;
  return { ...rest, ...caption, msgtype: file["msgtype"], filename: fileName(file) };
}

export function reactionContent(eventId: EventId, key: string): JsonObject {
  return { "m.relates_to": { rel_type: "m.annotation", event_id: eventId, key } };
}

/** Only words of our own can be said anew, and those beside a file of ours. */
export function isEditable(event: MatrixEvent, me: UserId): boolean {
  const { content } = event;
  return (
    event.sender === me &&
    event.type === "m.room.message" &&
    event.stateKey === undefined &&
    event.redactedBy === undefined &&
    (content["msgtype"] === "m.text" ||
      content["msgtype"] === "m.notice" ||
      content["msgtype"] === "m.emote" ||
      isFile(content))
  );
}
