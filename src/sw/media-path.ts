/** Which media a request asks for, and where that lies on the homeserver. Refuses everything that is not exactly that. */
import { mxcParts, parseMxc } from "#api/ids.ts";
import { MEDIA_PREFIX, type ThumbnailSize } from "#lib/sw-protocol.ts";

export type MediaWish =
  | { readonly kind: "download"; readonly server: string; readonly mediaId: string }
  | { readonly kind: "thumbnail"; readonly server: string; readonly mediaId: string; readonly size: ThumbnailSize }
  | SealedWish;

/** An encrypted file; `seal` names its key. */
export interface SealedWish {
  readonly kind: "sealed";
  readonly server: string;
  readonly mediaId: string;
  readonly seal: string;
}

const MAX_EDGE = 4096;
const SEAL = /^[0-9a-f]{64}$/;

/** `other`: not media at all. `invalid`: under the media address, but nothing that exists. */
export function parseMediaUrl(url: URL, scope: URL): MediaWish | "other" | "invalid" {
  const start = scope.pathname + MEDIA_PREFIX;
  if (url.origin !== scope.origin || !url.pathname.startsWith(start)) return "other";
  const [kind, ...place] = url.pathname.slice(start.length).split("/");
  const found = parsePlace(place);
  if (!found) return "invalid";
  if (kind === "download") return { kind, ...found };
  if (kind === "sealed") {
    const seal = url.searchParams.get("h") ?? "";
    return SEAL.test(seal) ? { kind, ...found, seal } : "invalid";
  }
  const size = kind === "thumbnail" ? parseSize(url.searchParams) : undefined;
  return size ? { kind: "thumbnail", ...found, size } : "invalid";
}

function parsePlace(place: readonly string[]): { readonly server: string; readonly mediaId: string } | undefined {
  if (place.length !== 2) return undefined;
  let parts: readonly string[];
  try {
    parts = place.map(decodeURIComponent);
  } catch {
    return undefined;
  }
  const mxc = parseMxc(`mxc://${parts.join("/")}`);
  return mxc && mxcParts(mxc);
}

function parseSize(query: URLSearchParams): ThumbnailSize | undefined {
  const width = parseEdge(query.get("width"));
  const height = parseEdge(query.get("height"));
  const method = query.get("method") ?? "scale";
  if (width === undefined || height === undefined || (method !== "crop" && method !== "scale")) return undefined;
  return { width, height, method };
}

function parseEdge(text: string | null): number | undefined {
  if (text === null || !/^\d{1,4}$/.test(text)) return undefined;
  const edge = Number(text);
  return edge >= 1 && edge <= MAX_EDGE ? edge : undefined;
}

/** Address on the homeserver (authenticated media). `undefined` if the base address is none. */
export function upstreamUrl(baseUrl: string, wish: MediaWish): string | undefined {
  const place = `${encodeURIComponent(wish.server)}/${encodeURIComponent(wish.mediaId)}`;
  const base = baseUrl.replace(/\/+$/, "");
  if (!URL.canParse(base)) return undefined;
  const media = `${base}/_matrix/client/v1/media/${wish.kind === "thumbnail" ? "thumbnail" : "download"}/${place}`;
  if (wish.kind !== "thumbnail") return media;
  const { width, height, method } = wish.size;
  return `${media}?width=${width}&height=${height}&method=${method}`;
}
