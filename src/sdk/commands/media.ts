import { Failure } from "#api/errors.ts";
import { mxcParts, type MxcUri } from "#api/ids.ts";
import { inlineType } from "#lib/inline-media.ts";
import { isObject } from "#sdk/events/envelope.ts";
import { openAttachment, readAttachmentKey } from "#sdk/crypto/attachment.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { createUploadLimit } from "#sdk/send/upload-limit.ts";
import type { HandlersOf } from "./account-verbs.ts";

/** Where Matrix keeps media: behind the token since version 1.11 of the specification, in the open before. */
const BASES = ["/_matrix/client/v1/media", "/_matrix/media/v3"] as const;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The window makes addresses of its own origin from it: whatever is a document to a browser must not stay one. */
function harmless(blob: Blob): Blob {
  return blob.slice(0, blob.size, inlineType(blob.type) ?? "application/octet-stream");
}

export function mediaCommands({ http, clock, store }: AccountContext): HandlersOf<"media.fetch" | "media.limit"> {
  const limit = createUploadLimit(http, clock);

  async function fetchFrom(base: string, mxc: MxcUri, thumbnail: Size | undefined, signal: AbortSignal): Promise<Blob> {
    const { server, mediaId } = mxcParts(mxc);
    const place = `${encodeURIComponent(server)}/${encodeURIComponent(mediaId)}`;
    if (!thumbnail) return http.download({ path: `${base}/download/${place}`, signal });
    const width = Math.max(1, Math.ceil(thumbnail.width));
    const height = Math.max(1, Math.ceil(thumbnail.height));
    const query = { width, height, method: width === height ? "crop" : "scale" };
    return http.download({ path: `${base}/thumbnail/${place}`, query, signal });
  }

  async function fetchMedia(mxc: MxcUri, thumbnail: Size | undefined, signal: AbortSignal): Promise<Blob> {
    const [current, legacy] = BASES;
    try {
      return await fetchFrom(current, mxc, thumbnail, signal);
    } catch (cause) {
      if (!(cause instanceof Failure) || cause.error.kind !== "matrix" || cause.error.errcode !== "M_UNRECOGNIZED")
        throw cause;
      return fetchFrom(legacy, mxc, thumbnail, signal);
    }
  }

  async function fetchSealed(mxc: MxcUri, seal: string, signal: AbortSignal): Promise<Blob> {
    const row = await store.get("mediaKeys", [mxc, seal]);
    const key = isObject(row) && isObject(row["file"]) ? await readAttachmentKey(row["file"]) : undefined;
    if (!isObject(row) || !key) throw new Failure({ kind: "invalid", field: "seal", reason: "not-found" });
    const type = typeof row["mimetype"] === "string" ? row["mimetype"] : "";
    return openAttachment(await fetchMedia(mxc, undefined, signal), key, type);
  }

  return {
    "media.limit": () => limit.get(),
    "media.fetch": async ({ mxc, seal, thumbnail }, { signal }) =>
      harmless(seal === undefined ? await fetchMedia(mxc, thumbnail, signal) : await fetchSealed(mxc, seal, signal)),
  };
}
