import type { OutgoingFile } from "#api/messages.ts";
import type { MediaInfo } from "#api/timeline.ts";
import { wellFormed } from "#sdk/events/content/text.ts";
import type { JsonObject } from "#sdk/events/envelope.ts";

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
