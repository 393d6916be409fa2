import type { OutgoingFile } from "#api/messages.ts";
import type { MediaInfo } from "#api/timeline.ts";
import { wellFormed } from "#sdk/events/content/text.ts";
import { isObject, type JsonObject } from "#sdk/events/envelope.ts";
import type { ThumbnailFacts } from "./outbox.ts";

const MSGTYPE = { image: "m.image", video: "m.video", audio: "m.audio", file: "m.file" } as const;

function sane(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) && value >= 0 ? Math.round(value) : undefined;
}

export function mediaOf(file: OutgoingFile): MediaInfo {
  return {
    mxc: undefined,
    name: wellFormed(file.name),
    mimetype: file.mimetype === "" ? undefined : file.mimetype,
    size: file.blob.size,
    width: sane(file.width),
    height: sane(file.height),
    blurhash: file.blurhash,
    duration: sane(file.duration),
    thumbnail: undefined,
  };
}

/** What is known of a small picture; `undefined` if there is none worth sending. */
export function thumbnailOf({ blob, thumbnail }: OutgoingFile): ThumbnailFacts | undefined {
  if (!thumbnail || thumbnail.blob.size >= blob.size) return undefined;
  const width = sane(thumbnail.width);
  const height = sane(thumbnail.height);
  return width === undefined || height === undefined ? undefined : { mimetype: thumbnail.mimetype, width, height };
}

/** An encrypted file, and its small picture if there is one, in the content of their message. */
export function withSealed(
  content: JsonObject,
  file: JsonObject,
  thumbnail: { readonly file: JsonObject; readonly size: number; readonly facts: ThumbnailFacts } | undefined,
): JsonObject {
  if (!thumbnail) return { ...content, file };
  const { facts, size } = thumbnail;
  const info = isObject(content["info"]) ? content["info"] : {};
  const about = { mimetype: facts.mimetype, w: facts.width, h: facts.height, size };
  return { ...content, file, info: { ...info, thumbnail_file: thumbnail.file, thumbnail_info: about } };
}

/** Content of a file message but for its `url`. `caption` is the content of a text message, if there is one. */
export function fileContent(file: OutgoingFile, caption: JsonObject | undefined): JsonObject {
  const media = mediaOf(file);
  const { msgtype: _, ...words } = caption ?? { body: media.name, "m.mentions": {} };
  return {
    ...words,
    msgtype: MSGTYPE[file.kind],
    filename: media.name,
    info: {
      size: media.size,
      ...(media.mimetype === undefined ? {} : { mimetype: media.mimetype }),
      ...(media.width === undefined ? {} : { w: media.width }),
      ...(media.height === undefined ? {} : { h: media.height }),
      ...(media.duration === undefined ? {} : { duration: media.duration }),
      ...(media.blurhash === undefined ? {} : { "xyz.amorgan.blurhash": media.blurhash }),
    },
  };
}
