import type { Clock } from "#lib/clock.ts";
import { isObject } from "#sdk/events/envelope.ts";
import type { Http } from "#sdk/net/http.ts";

const FRESH_MS = 60 * 60 * 1000;

/** The server's upload limit, asked for at most once an hour. Offline it is what was last heard, or unknown; never an error. */
export interface UploadLimit {
  get(): Promise<number | undefined>;
}

export function createUploadLimit(http: Http, clock: Clock): UploadLimit {
  let known: number | undefined;
  let askedAt: number | undefined;
  let asking: Promise<void> | undefined;

  async function ask(): Promise<void> {
    try {
      const answer = await http.request({ method: "GET", path: "/_matrix/client/v1/media/config", timeoutMs: 3_000 });
      const limit = isObject(answer) ? answer["m.upload.size"] : undefined;
      known = typeof limit === "number" && limit > 0 ? limit : undefined;
      askedAt = clock.now();
    } catch {
      // The server will say 413 if it comes to that.
    } finally {
      asking = undefined;
    }
  }

  return {
    get: async () => {
      if (askedAt !== undefined && clock.now() - askedAt < FRESH_MS) return known;
      asking ??= ask();
      // Once something is known nobody waits for a refresh.
      if (askedAt === undefined) await asking;
      return known;
    },
  };
}
