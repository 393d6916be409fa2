/**
 * Encrypted files as they came from the server, in Cache Storage, so that a picture is fetched once. Always holds: what lies
 * here is ciphertext. It proves nothing: whoever takes something out checks its hash. Refuses nothing loudly: where there is
 * no room, nothing is kept.
 */
import { CIPHERTEXT_CACHE } from "#lib/sw-protocol.ts";

export interface KeptCiphertext {
  read(url: string): Promise<Blob | undefined>;
  write(url: string, blob: Blob): Promise<void>;
  drop(url: string): Promise<void>;
  clear(): Promise<void>;
}

const MOST_BYTES = 400 * 1024 * 1024;
/** One film must not push out all pictures. */
const MOST_OF_ONE = MOST_BYTES / 4;

/** What goes so that the rest fits: the oldest first. */
export function surplus(sizes: ReadonlyMap<string, number>, most: number): readonly string[] {
  let total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const gone: string[] = [];
  for (const [url, size] of sizes) {
    if (total <= most) break;
    total -= size;
    gone.push(url);
  }
  return gone;
}

export function createKeptCiphertext(): KeptCiphertext {
  let known: Promise<Map<string, number>> | undefined;

  /** Sizes in the order of arrival; counted once per life of this worker. */
  async function count(): Promise<Map<string, number>> {
    const cache = await caches.open(CIPHERTEXT_CACHE);
    const sizes = new Map<string, number>();
    for (const { url } of await cache.keys()) {
      const kept = await cache.match(url);
      sizes.set(url, Number(kept?.headers.get("Content-Length") ?? 0));
    }
    return sizes;
  }

  async function drop(url: string): Promise<void> {
    await (await caches.open(CIPHERTEXT_CACHE)).delete(url);
    (await known)?.delete(url);
  }

  return {
    drop,
    async read(url) {
      try {
        return await (await caches.match(url, { cacheName: CIPHERTEXT_CACHE }))?.blob();
      } catch {
        return undefined;
      }
    },
    async write(url, blob) {
      if (blob.size > MOST_OF_ONE) return;
      try {
        known ??= count();
        const sizes = await known;
        const headers = { "Content-Type": "application/octet-stream", "Content-Length": String(blob.size) };
        await (await caches.open(CIPHERTEXT_CACHE)).put(url, new Response(blob, { headers }));
        sizes.delete(url);
        sizes.set(url, blob.size);
        for (const old of surplus(sizes, MOST_BYTES)) await drop(old);
      } catch {
        // No room: it is fetched again next time.
        known = undefined;
      }
    },
    async clear() {
      known = undefined;
      await caches.delete(CIPHERTEXT_CACHE);
    },
  };
}
