/** Facts about a file that its sender claims: kept only where they are sane, so that no layout can be broken by them. */
import { parseMxc, type MxcUri } from "#api/ids.ts";
import type { MediaInfo } from "#api/timeline.ts";
import { isObject, type JsonObject } from "#sdk/events/envelope.ts";
import { readMimetype } from "./mimetype.ts";
import { readSealedFile, readSealedThumbnail } from "./sealed-file.ts";
import { readWaveform } from "./waveform.ts";

const MAX_PIXELS = 20_000;
const MAX_BYTES = Number.MAX_SAFE_INTEGER;
/** A week in milliseconds. */
const MAX_DURATION = 604_800_000;
const BLURHASH = /^[0-9A-Za-z#$%*+,\-.:;=?@[\]^_{|}~]{6,100}$/;

function within(value: unknown, min: number, max: number): number | undefined {
  if (typeof value !== "number" || !Number.isFinite(value)) return undefined;
  const whole = Math.round(value);
  return whole >= min && whole <= max ? whole : undefined;
}

export function readBlurhash(value: unknown): string | undefined {
  return typeof value === "string" && BLURHASH.test(value) ? value : undefined;
}

/** The file of a message or sticker. What is said about an encrypted one counts more than a `url` beside it. */
export function readMedia(content: JsonObject, name: string): MediaInfo {
  const info = isObject(content["info"]) ? content["info"] : {};
  const audio = isObject(content["org.matrix.msc1767.audio"]) ? content["org.matrix.msc1767.audio"] : {};
  const width = within(info["w"], 1, MAX_PIXELS);
  const height = within(info["h"], 1, MAX_PIXELS);
  const waveform = readWaveform(audio["waveform"]);
  const sized = width !== undefined && height !== undefined;
  const sealed = readSealedFile(content["file"], info["mimetype"]);
  const sealedThumbnail = readSealedThumbnail(info);
  // A picture in clear of something secret would be nobody's wish.
  const plainThumbnail: MxcUri | undefined = sealed ? undefined : parseMxc(info["thumbnail_url"]);
  return {
    mxc: sealed?.mxc ?? parseMxc(content["url"]),
    name,
    mimetype: readMimetype(info["mimetype"]),
    size: within(info["size"], 0, MAX_BYTES),
    width: sized ? width : undefined,
    height: sized ? height : undefined,
    blurhash: readBlurhash(info["xyz.amorgan.blurhash"]) ?? readBlurhash(info["blurhash"]),
    duration: within(info["duration"], 0, MAX_DURATION) ?? within(audio["duration"], 0, MAX_DURATION),
    thumbnail: sealedThumbnail?.mxc ?? plainThumbnail,
    ...(sealed === undefined ? {} : { seal: sealed.seal }),
    ...(sealedThumbnail === undefined ? {} : { thumbnailSeal: sealedThumbnail.seal }),
    ...(waveform === undefined ? {} : { waveform }),
  };
}
