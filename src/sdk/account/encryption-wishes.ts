/**
 * What the account's server wishes of new rooms (`io.element.e2ee` in `/.well-known/matrix/client`): asked when a room is
 * about to be made, remembered for a while. A server that says nothing, or can't be asked, wishes encryption.
 */
import type { EncryptionWishes } from "#api/rooms.ts";
import { serverOf } from "#api/ids.ts";
import { isObject, type JsonObject } from "#sdk/events/envelope.ts";
import { createHttp } from "#sdk/net/create-http.ts";
import { isLoopback } from "#sdk/net/loopback.ts";
import type { AccountContext } from "./context.ts";

const PATH = "/.well-known/matrix/client";
const PATIENCE_MS = 3_000;
const KEPT_MS = 10 * 60_000;
const KEYS = ["io.element.e2ee", "im.vector.riot.e2ee"] as const;
const quiet = { error: () => undefined, info: () => undefined, debug: () => undefined };

export function readWishes(json: unknown): EncryptionWishes {
  const said = isObject(json) ? KEYS.map((key) => json[key]).find(isObject) : undefined;
  if (said?.["force_disable"] === true) return { initial: "plain", choice: "fixed" };
  if (said?.["force"] === true) return { initial: said["default"] === false ? "plain" : "encrypted", choice: "fixed" };
  return { initial: said?.["default"] === false ? "plain" : "encrypted", choice: "free" };
}

type Context = Pick<AccountContext, "session" | "http" | "clock" | "log">;

const known = new WeakMap<object, { readonly at: number; readonly wishes: Promise<EncryptionWishes> }>();

/** Never rejects. */
export function encryptionWishes({ session, http, clock, log }: Context): Promise<EncryptionWishes> {
  const before = known.get(session);
  if (before && clock.now() - before.at < KEPT_MS) return before.wishes;

  async function read(): Promise<JsonObject | undefined> {
    const name = serverOf(session.userId);
    const ask = { method: "GET", path: PATH, auth: "none", timeoutMs: PATIENCE_MS } as const;
    // On this machine the server itself is the only one to ask.
    if (!isLoopback(new URL(`https://${name}`).hostname)) {
      const site = createHttp({
        baseUrl: `https://${name}`,
        token: () => undefined,
        clock,
        log: quiet,
        maxJsonBytes: 1024 * 1024,
      });
      const json = await site.request(ask).catch(() => undefined);
      if (isObject(json)) return json;
    }
    const json = await http.request(ask);
    return isObject(json) ? json : undefined;
  }

  const wishes = read()
    .catch((cause: unknown) => {
      log.debug("the server's wishes are not known", cause);
      return undefined;
    })
    .then(readWishes);
  known.set(session, { at: clock.now(), wishes });
  return wishes;
}
