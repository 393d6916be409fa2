/** `m.room.message` (spec: Instant Messaging). Unknown kinds of message fall back to their text, as the spec asks. */
import * as v from "valibot";
import type { GalleryPart, GeoPlace, MediaInfo } from "#api/timeline.ts";
import { asString, isObject, type JsonObject } from "#sdk/events/envelope.ts";
import { decode, invalid, lenient, required, valid, type Decoded } from "./decoded.ts";
import { parseGeo } from "./geo.ts";
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
  | { readonly kind: "gallery"; readonly parts: readonly GalleryPart[]; readonly caption: FormattedText | undefined }
  | {
      readonly kind: "location";
      readonly text: string;
      readonly geoUri: string | undefined;
      readonly place: GeoPlace | undefined;
    };

const MOST_PARTS = 40;

const schema = v.object({
  body: required(readText, "text"),
  msgtype: lenient(asString),
  format: lenient(asString),
  formatted_body: lenient(readText),
  filename: lenient(readName),
  geo_uri: lenient(asString),
});

export function decodeMessage(content: JsonObject): Decoded<MessageContent> {
  const decoded = decode(schema, content);
  if (decoded.kind === "invalid") return decoded;
  const { body, msgtype, format, formatted_body: formatted, filename, geo_uri: said } = decoded.value;
  const html = format === "org.matrix.custom.html" && formatted !== "" ? formatted : undefined;
  const text: FormattedText = { body, html };
  switch (msgtype) {
    case undefined:
      return invalid("msgtype: expected a kind of message");
    case "m.notice":
      return valid({ kind: "notice", text });
    case "m.emote":
      return valid({ kind: "emote", text });
    case "m.location": {
      const geoUri = [said, extensibleUri(content)].find((uri) => parseGeo(uri) !== undefined);
      return valid({ kind: "location", text: body, geoUri, place: parseGeo(geoUri) });
    }
    case "m.gallery":
    case "dm.filament.gallery": {
      const parts = readParts(content["itemtypes"]);
      return valid(
        parts.length === 0
          ? { kind: "text", text }
          : { kind: "gallery", parts, caption: body.trim() === "" && html === undefined ? undefined : text },
      );
    }
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

/** Where a location says it is in the newer way (MSC3488). */
function extensibleUri(content: JsonObject): string | undefined {
  const location = content["m.location"] ?? content["org.matrix.msc3488.location"];
  return isObject(location) ? asString(location["uri"]) : undefined;
}

const PART_KINDS: Readonly<Record<string, GalleryPart["kind"]>> = {
  "m.image": "image",
  "m.video": "video",
  "m.audio": "audio",
  "m.file": "file",
};

/** Files of a gallery (MSC4274); what is no file is left out. */
function readParts(value: unknown): readonly GalleryPart[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, MOST_PARTS).flatMap((json: unknown): GalleryPart[] => {
    if (!isObject(json)) return [];
    const type = asString(json["itemtype"]) ?? "";
    const kind = Object.hasOwn(PART_KINDS, type) ? PART_KINDS[type] : undefined;
    return kind === undefined
      ? []
      : [{ kind, media: readMedia(json, readName(json["filename"]) ?? readName(json["body"]) ?? "") }];
  });
}
