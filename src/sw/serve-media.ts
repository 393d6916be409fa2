/**
 * Authenticated media for the page's own addresses. The token comes from the sealed store, goes to that session's server
 * only (redirects are refused), and never to a page. Nothing in clear is kept but, in memory, the last few files asked for in
 * parts.
 */
import type { SealedSession } from "#sdk/store/read-session.ts";
import { parseRange } from "./byte-range.ts";
import type { KeptCiphertext } from "./kept-ciphertext.ts";
import { upstreamUrl, type MediaWish } from "./media-path.ts";
import { mayReceive, mediaHeaders } from "./media-type.ts";
import { refusal } from "./refusal.ts";
import { createServeSealed } from "./serve-sealed.ts";

export interface MediaPorts {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** `fresh`: past any memory of it, because the token was refused. */
  readonly session: (how: "remembered" | "fresh") => Promise<SealedSession | undefined>;
  /** What the sealed store says of the key of an encrypted file. */
  readonly mediaKey: (mxc: string, seal: string) => Promise<unknown>;
  readonly kept: KeptCiphertext;
  /** The page's own address space. */
  readonly scope: string;
  readonly now: () => number;
}

export interface ServeMedia {
  serve(request: Request, wish: MediaWish | "invalid"): Promise<Response>;
  /** Nobody is signed in any more. */
  forget(): Promise<void>;
}

const PARTED_FILES = 3;
const PARTED_LIMIT = 64 * 1024 * 1024;

export function createServeMedia(ports: MediaPorts): ServeMedia {
  const parted = new Map<string, Blob>();
  // Not aborted with the request: a player that asks for another part waits for the same file.
  const sealed = createServeSealed({ ...ports, ask: (wish) => askAgain(wish, new AbortController().signal) });

  async function ask(session: SealedSession, wish: MediaWish, signal: AbortSignal): Promise<Response> {
    const url = upstreamUrl(session.baseUrl, wish);
    if (url === undefined) return refusal(502);
    return ports.fetch(url, {
      headers: { Authorization: `Bearer ${session.accessToken}` },
      credentials: "omit",
      redirect: "error",
      referrerPolicy: "no-referrer",
      // Ciphertext is kept once it is verified; what the browser keeps beside that could be a broken copy for a year.
      ...(wish.kind === "sealed" ? { cache: "no-store" as const } : {}),
      signal,
    });
  }

  async function askAgain(wish: MediaWish, signal: AbortSignal): Promise<Response> {
    const session = await ports.session("remembered");
    if (!session) return refusal(401);
    const response = await ask(session, wish, signal);
    if (response.status !== 401) return response;
    const fresh = await ports.session("fresh");
    return fresh && fresh.accessToken !== session.accessToken ? ask(fresh, wish, signal) : response;
  }

  async function servePart(request: Request, wish: MediaWish, range: string, userId: string): Promise<Response> {
    // Another account of this device has to ask for itself.
    const place = `${userId} ${request.url}`;
    let blob = parted.get(place);
    if (!blob) {
      const response = await askAgain(wish, request.signal);
      if (!response.ok) return refusal(response.status);
      blob = await response.blob();
      if (blob.size <= PARTED_LIMIT) remember(place, blob);
    }
    return part(blob, range);
  }

  function remember(place: string, blob: Blob): void {
    parted.set(place, blob);
    const [oldest] = parted.keys();
    if (parted.size > PARTED_FILES && oldest !== undefined) parted.delete(oldest);
  }

  async function serve(request: Request, wish: MediaWish | "invalid"): Promise<Response> {
    if (!mayReceive(request)) return refusal(403);
    if (wish === "invalid") return refusal(404);
    if (request.method !== "GET") return refusal(405);
    const range = request.headers.get("Range");
    try {
      if (range !== null || wish.kind === "sealed") {
        // Files of the account that was signed out must not be served from memory.
        const session = await ports.session("remembered");
        if (!session) return refusal(401);
        if (wish.kind === "sealed") return await sealed.serve(request, wish, session.userId);
        if (range !== null) return await servePart(request, wish, range, session.userId);
      }
      const response = await askAgain(wish, request.signal);
      if (!response.ok) return refusal(response.status);
      const headers = mediaHeaders(response.headers.get("Content-Type"));
      const length = response.headers.get("Content-Length");
      if (length !== null && !response.headers.has("Content-Encoding")) headers.set("Content-Length", length);
      return new Response(response.body, { status: 200, headers });
    } catch {
      return refusal(502);
    }
  }

  return {
    serve,
    async forget() {
      parted.clear();
      await sealed.forget();
    },
  };
}

/** The asked part of a file, or why not. */
export function part(blob: Blob, header: string): Response {
  const headers = mediaHeaders(blob.type);
  const range = parseRange(header, blob.size);
  if (range === "whole") return new Response(blob, { status: 200, headers });
  if (range === "unsatisfiable") {
    const refused = refusal(416);
    refused.headers.set("Content-Range", `bytes */${blob.size}`);
    return refused;
  }
  headers.set("Content-Range", `bytes ${range.start}-${range.end}/${blob.size}`);
  headers.set("Content-Length", String(range.end - range.start + 1));
  return new Response(blob.slice(range.start, range.end + 1), { status: 206, headers });
}
