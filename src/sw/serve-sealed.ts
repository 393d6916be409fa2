/**
 * Encrypted files for the page. Always holds: no byte is answered before the hash over all bytes was right, whether they
 * came from the server or were kept; what is kept is ciphertext; the key comes from the sealed store and goes nowhere.
 */
import { CHANGED_STATUS, sealedPath } from "#lib/sw-protocol.ts";
import { readAttachmentKey, type AttachmentKey } from "#sdk/crypto/attachment.ts";
import { parseRange } from "./byte-range.ts";
import type { KeptCiphertext } from "./kept-ciphertext.ts";
import type { SealedWish } from "./media-path.ts";
import { mediaHeaders } from "./media-type.ts";
import { gather, matches, opened } from "./open-sealed.ts";
import { refusal } from "./refusal.ts";

export interface SealedPorts {
  /** The file as the server has it. */
  readonly ask: (wish: SealedWish) => Promise<Response>;
  /** What the sealed store says under the name of the key. */
  readonly mediaKey: (mxc: string, seal: string) => Promise<unknown>;
  readonly kept: KeptCiphertext;
  /** The page's own address space: what is kept lies under the address that asked. */
  readonly scope: string;
  readonly now: () => number;
}

interface Verified {
  readonly blob: Blob;
  readonly key: AttachmentKey;
  readonly mimetype: string | null;
}

type Found = Verified | { readonly refused: number };

export interface ServeSealed {
  serve(request: Request, wish: SealedWish, userId: string): Promise<Response>;
  /** Nobody is signed in any more. */
  forget(): Promise<void>;
}

const REMEMBERED = 12;
/** Who asks why a file was refused need not make it come again. */
const REFUSED_MS = 4_000;

export function createServeSealed(ports: SealedPorts): ServeSealed {
  const remembered = new Map<string, Verified>();
  const underWay = new Map<string, Promise<Found>>();
  const changed = new Map<string, number>();
  let life = 0;

  async function find(wish: SealedWish): Promise<Found> {
    const row = await ports.mediaKey(`mxc://${wish.server}/${wish.mediaId}`, wish.seal);
    const { file, mimetype } = readRow(row);
    const key = file && (await readAttachmentKey(file));
    if (!key) return { refused: 404 };
    const facts = { key, mimetype };
    const url = new URL(sealedPath(wish.server, wish.mediaId, wish.seal), ports.scope).href;
    const kept = await ports.kept.read(url);
    if (kept && (await matches(kept, key))) return { blob: kept, ...facts };
    if (kept) await ports.kept.drop(url);
    const begun = life;
    const response = await ports.ask(wish);
    if (!response.ok) return { refused: response.status === CHANGED_STATUS ? 502 : response.status };
    const blob = await gather(response.body);
    if (!(await matches(blob, key))) return { refused: CHANGED_STATUS };
    // Whoever signed out meanwhile wants nothing kept.
    if (begun === life) await ports.kept.write(url, blob);
    return { blob, ...facts };
  }

  /** Many ask at once (a picture, its lightbox, a player with its ranges); the file comes once. */
  async function load(place: string, wish: SealedWish): Promise<Found> {
    const known = remembered.get(place);
    if (known) return known;
    const refusedAt = changed.get(place);
    if (refusedAt !== undefined && ports.now() - refusedAt < REFUSED_MS) return { refused: CHANGED_STATUS };
    const begun = life;
    const finding = underWay.get(place) ?? find(wish).finally(() => underWay.delete(place));
    underWay.set(place, finding);
    const found = await finding;
    if (begun !== life) return found;
    changed.delete(place);
    if (!("refused" in found)) remember(place, found);
    else if (found.refused === CHANGED_STATUS) changed.set(place, ports.now());
    return found;
  }

  function remember(place: string, found: Verified): void {
    remembered.set(place, found);
    const [oldest] = remembered.keys();
    if (remembered.size > REMEMBERED && oldest !== undefined) remembered.delete(oldest);
  }

  return {
    async serve(request, wish, userId) {
      const found = await load(`${userId} ${wish.server}/${wish.mediaId} ${wish.seal}`, wish);
      return "refused" in found ? refusal(found.refused) : answer(found, request.headers.get("Range"));
    },
    async forget() {
      life += 1;
      remembered.clear();
      underWay.clear();
      changed.clear();
      await ports.kept.clear();
    },
  };
}

function answer({ blob, key, mimetype }: Verified, header: string | null): Response {
  const { size } = blob;
  const headers = mediaHeaders(mimetype);
  const range = header === null ? "whole" : parseRange(header, size);
  if (range === "unsatisfiable") {
    const refused = refusal(416);
    refused.headers.set("Content-Range", `bytes */${size}`);
    return refused;
  }
  if (range === "whole") {
    headers.set("Content-Length", String(size));
    return new Response(opened(blob, key, 0, size - 1), { status: 200, headers });
  }
  headers.set("Content-Range", `bytes ${range.start}-${range.end}/${size}`);
  headers.set("Content-Length", String(range.end - range.start + 1));
  return new Response(opened(blob, key, range.start, range.end), { status: 206, headers });
}

function readRow(row: unknown): {
  readonly file: { readonly [key: string]: unknown } | undefined;
  readonly mimetype: string | null;
} {
  if (!isRecord(row)) return { file: undefined, mimetype: null };
  const { file, mimetype } = row;
  return { file: isRecord(file) ? file : undefined, mimetype: typeof mimetype === "string" ? mimetype : null };
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
