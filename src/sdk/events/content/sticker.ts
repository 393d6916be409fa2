/** `m.sticker` (spec: Sticker Messages). */
import * as v from "valibot";
import type { MediaInfo } from "#api/timeline.ts";
import type { JsonObject } from "#sdk/events/envelope.ts";
import { decode, lenient, valid, type Decoded } from "./decoded.ts";
import { readMedia } from "./media-info.ts";
import { readName } from "./text.ts";

const schema = v.object({ body: lenient(readName) });

export function decodeSticker(content: JsonObject): Decoded<MediaInfo> {
  const decoded = decode(schema, content);
  return decoded.kind === "invalid" ? decoded : valid(readMedia(content, decoded.value.body ?? ""));
}
