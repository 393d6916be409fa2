/** `m.room.message` (spec: Instant Messaging). Unknown kinds of message fall back to their text, as the spec asks. */
import * as v from "valibot";
import type { MediaInfo } from "#api/timeline.ts";
import { asString, isObject, type JsonObject } from "#sdk/events/envelope.ts";
import { decode, invalid, lenient, required, valid, type Decoded } from "./decoded.ts";
import { readMedia } from "./media-info.ts";
import { readName, readText } from "./text.ts";

/** Text as written, with its HTML if it has some. */
export interface FormattedText {
  readonly body: string;
  readonly html: string | undefined;
}

export type MessageContent =
  | { readonly kind: "text" | "notice" | "emote"; readonly text: FormattedText }
  | {
      readonly kind: "image" | "video" | "audio" | "voice" | "file";
      readonly media: MediaInfo;
      readonly caption: FormattedText | undefined;
    }
  | { readonly kind: "location"; readonly text: string; readonly geoUri: string | undefined };

const schema = v.object({
  body: required(readText, "text"),
  msgtype: lenient(asString),
  format: lenient(asString),
  formatted_body: lenient(readText),
  filename: lenient(readName),
  geo_uri: lenient(readGeoUri),
});

export function decodeMessage(content: JsonObject): Decoded<MessageContent> {
  const decoded = decode(schema, content);
  if (decoded.kind === "invalid") return decoded;
  const { body, msgtype, format, formatted_body: formatted, filename, geo_uri: geoUri } = decoded.value;
  const html = format === "org.matrix.custom.html" && formatted !== "" ? formatted : undefined;
  const text: FormattedText = { body, html };
  switch (msgtype) {
    case undefined:
      return invalid("msgtype: expected a kind of message");
    case "m.notice":
      return valid({ kind: "notice", text });
    case "m.emote":
      return valid({ kind: "emote", text });
    case "m.location":
      return valid({ kind: "location", text: body, geoUri });
    case "m.image":
    case "m.video":
    case "m.audio":
    case "m.file": {
      const name = filename ?? readName(body) ?? "";
      // A body beside a file name is a caption, unless it only repeats the name (spec: Media captions).
      const caption = filename !== undefined && body !== "" && readName(body) !== filename ? text : undefined;
      return valid({ kind: mediaKind(msgtype, content), media: readMedia(content, name), caption });
    }
    default:
      return valid({ kind: "text", text });
  }
}

function mediaKind(
  msgtype: "m.image" | "m.video" | "m.audio" | "m.file",
  content: JsonObject,
): "image" | "video" | "audio" | "voice" | "file" {
  switch (msgtype) {
    case "m.image":
      return "image";
    case "m.video":
      return "video";
    case "m.audio":
      return isObject(content["org.matrix.msc3245.voice"]) || isObject(content["m.voice"]) ? "voice" : "audio";
    case "m.file":
      return "file";
    default:
      return msgtype satisfies never;
  }
}

function readGeoUri(value: unknown): string | undefined {
  return typeof value === "string" &&
    /^geo:-?\d{1,3}(?:\.\d{1,15})?,-?\d{1,3}(?:\.\d{1,15})?(?:[;,][\w=.;,-]{0,60})?$/.test(value)
    ? value
    : undefined;
}
