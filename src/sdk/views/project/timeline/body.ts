/** What a message says: content of any message type, with its edit applied, as the contract draws it. */
import type { UserId } from "#api/ids.ts";
import type { MediaInfo, MessageBody, PollResults } from "#api/timeline.ts";
import { invalid, valid, type Decoded } from "#sdk/events/content/decoded.ts";
import { decodeMessage, type MessageContent } from "#sdk/events/content/message.ts";
import { decodePoll } from "#sdk/events/content/poll.ts";
import { replyOf } from "#sdk/events/content/relation.ts";
import { decodeSticker } from "#sdk/events/content/sticker.ts";
import { isObject, type JsonObject, type MatrixEvent } from "#sdk/events/envelope.ts";
import { richBody } from "#sdk/events/rich-text/body.ts";
import { markWords } from "#sdk/events/rich-text/mark.ts";
import type { TextContext } from "#sdk/events/rich-text/context.ts";
import { toLine } from "#sdk/events/rich-text/to-plain.ts";
import type { People } from "./people.ts";

export interface BodyContext {
  readonly me: UserId;
  readonly people: People;
  /** Words to mark; none where the message doesn't call the user. */
  readonly words: readonly string[];
  /** How the poll stands, where it is one. */
  readonly results?: PollResults | undefined;
}

/** An edit counts if it comes from the same sender, is of the same type and says what is new (spec: Event replacements). */
export function editedContent(event: MatrixEvent, edit: MatrixEvent | undefined): JsonObject | undefined {
  if (
    !edit ||
    edit.sender !== event.sender ||
    edit.type !== event.type ||
    edit.redactedBy ||
    edit.stateKey !== undefined
  )
    return undefined;
  const content = edit.content["m.new_content"];
  return isObject(content) ? content : undefined;
}

/** Total: what breaks in drawing a stranger's message is that message's trouble, never its room's or the list's. */
export function readBody(
  type: string,
  content: JsonObject,
  relation: "reply" | "none",
  context: BodyContext,
): Decoded<MessageBody> {
  try {
    return readKnownBody(type, content, relation, context);
  } catch (cause) {
    return invalid(`content: can't be drawn (${cause instanceof Error ? cause.message : String(cause)})`);
  }
}

function readKnownBody(
  type: string,
  content: JsonObject,
  relation: "reply" | "none",
  context: BodyContext,
): Decoded<MessageBody> {
  switch (type) {
    case "m.room.message": {
      const decoded = decodeMessage(content);
      return decoded.kind === "invalid" ? decoded : valid(drawMessage(decoded.value, relation, context));
    }
    case "m.sticker": {
      const decoded = decodeSticker(content);
      return decoded.kind === "invalid"
        ? decoded
        : valid({ kind: "sticker", media: decoded.value, caption: undefined });
    }
    case "m.poll.start":
    case "org.matrix.msc3381.poll.start": {
      const decoded = decodePoll(content);
      if (decoded.kind === "invalid") return decoded;
      return valid({
        kind: "poll",
        question: decoded.value.question,
        answers: decoded.value.answers.map((answer) => answer.text),
        results: context.results,
      });
    }
    default:
      return invalid("type: not a message");
  }
}

/** Body of an event with its edit; where the edit can't be read, the original stands. */
export function readEventBody(
  event: MatrixEvent,
  edit: MatrixEvent | undefined,
  context: BodyContext,
): Decoded<MessageBody> {
  const relation = replyOf(event.content) === undefined ? "none" : "reply";
  const content = editedContent(event, edit);
  if (content) {
    const body = readBody(event.type, content, relation, context);
    if (body.kind === "valid") return body;
  }
  return readBody(event.type, event.content, relation, context);
}

function drawMessage(message: MessageContent, relation: "reply" | "none", context: BodyContext): MessageBody {
  const { me, people, words } = context;
  const text: TextContext = {
    me,
    nameOf: (userId) => {
      const { name } = people.person(userId);
      return name === userId ? undefined : name;
    },
  };
  switch (message.kind) {
    case "text":
    case "notice":
    case "emote":
      return { kind: message.kind, rich: markWords(richBody(message.text, relation, text), words) };
    case "image":
    case "video":
    case "audio":
    case "voice":
    case "file": {
      const caption = message.caption && markWords(richBody(message.caption, relation, text), words);
      return { kind: message.kind, media: message.media, caption: caption && caption.length > 0 ? caption : undefined };
    }
    case "gallery": {
      const caption = message.caption && markWords(richBody(message.caption, relation, text), words);
      return { kind: "gallery", parts: message.parts, caption: caption && caption.length > 0 ? caption : undefined };
    }
    case "location":
      return message;
    default:
      return message satisfies never;
  }
}

/** One line for quotes and previews. */
export function bodyLine(body: MessageBody): string {
  switch (body.kind) {
    case "text":
    case "notice":
    case "emote":
      return toLine(body.rich);
    case "image":
    case "video":
    case "audio":
    case "voice":
    case "file":
    case "sticker":
      return body.caption ? toLine(body.caption) : body.media.name;
    case "gallery":
      return body.caption ? toLine(body.caption) : body.parts.map((part) => part.media.name).join(", ");
    case "location":
      return body.text;
    case "poll":
      return body.question;
    default:
      return body satisfies never;
  }
}

/** A file that is still on its way keeps the facts its tab measured. */
export function withMedia(body: MessageBody, media: MediaInfo | undefined): MessageBody {
  return media && "media" in body ? { ...body, media } : body;
}
