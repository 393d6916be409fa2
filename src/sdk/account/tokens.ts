/**
 * The tokens of one session. Owns renewing them: ahead of their end, so that nobody waits, and when a server refuses one.
 * Always holds: one renewal at a time, whoever asks; new tokens are on disk before the new access token is used, so that a
 * crash at any moment leaves a refresh token the server still takes; once `stop` resolved nothing is written.
 */
import { Failure, type SdkError } from "#api/errors.ts";
import type { Clock } from "#lib/clock.ts";
import type { Log } from "#lib/log.ts";
import type { TokenKeeper } from "#sdk/net/http.ts";
import { isGrantRefusal, type TokenSet } from "#sdk/net/oauth.ts";
import { waitAfter } from "#sdk/net/retry.ts";

export interface Tokens extends TokenKeeper {
  current(): string;
  refreshToken(): string | undefined;
  /** Begins to renew ahead of time. */
  start(): void;
  stop(): Promise<void>;
}

export interface TokensDeps {
  readonly tokens: TokenSet;
  /** Asks the server; rejects with `Failure`. */
  readonly refresh: (refreshToken: string, signal: AbortSignal) => Promise<TokenSet>;
  readonly persist: (tokens: TokenSet) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Renewed this long before the end, or a third of what is left where that is less. */
const AHEAD_MS = 60_000;
/** Less than this is as good as ended: the request would arrive too late. */
const LAST_MOMENT_MS = 2_000;
/** Timers of more than 24 days fire at once. */
const LONGEST_SLEEP_MS = 24 * 60 * 60_000;
const FINAL: ReadonlySet<string> = new Set(["M_UNKNOWN_TOKEN", "M_FORBIDDEN", "M_USER_DEACTIVATED"]);
const PATIENCE = { baseMs: 2_000, maxMs: 60_000 };

/** When to renew: `undefined` for a token that does not end. */
export function renewalTime(expiresAt: number | undefined, now: number): number | undefined {
  return expiresAt === undefined ? undefined : expiresAt - Math.min(AHEAD_MS, Math.max(0, expiresAt - now) / 3);
}

/** The server will not give new tokens for this refresh token, now or later. */
export function isFinal(error: SdkError): boolean {
  if (isGrantRefusal(error) || error.kind === "signed-out") return true;
  return error.kind === "matrix" && FINAL.has(error.errcode);
}

export function createTokens({ tokens, refresh, persist, clock, log }: TokensDeps): Tokens {
  let current = tokens;
  let standing: "renewable" | "final" = tokens.refreshToken === undefined ? "final" : "renewable";
  let running: Promise<void> | undefined;
  let loop: Promise<void> = Promise.resolve();
  const stopping = new AbortController();

  async function renewOnce(): Promise<void> {
    const { refreshToken } = current;
    if (refreshToken === undefined || standing === "final") throw new Failure({ kind: "signed-out" });
    if (stopping.signal.aborted) throw new Failure({ kind: "cancelled" });
    try {
      const next = await refresh(refreshToken, stopping.signal);
      await persist(next);
      current = next;
      standing = next.refreshToken === undefined ? "final" : "renewable";
    } catch (cause) {
      if (cause instanceof Failure && isFinal(cause.error)) {
        standing = "final";
        log.info("the server gives no new tokens", cause.error);
      }
      throw cause;
    }
  }

  function renewing(): Promise<void> {
    running ??= renewOnce().finally(() => {
      running = undefined;
    });
    return running;
  }

  async function keepAhead(): Promise<void> {
    let attempt = 0;
    while (!stopping.signal.aborted) {
      const before = current;
      if (before.refreshToken === undefined || isOver()) return;
      const due = renewalTime(before.expiresAt, clock.now());
      if (due === undefined) return;
      const wait = Math.min(Math.max(0, due - clock.now()), LONGEST_SLEEP_MS);
      if (attempt === 0) await clock.sleep(wait, stopping.signal);
      // Somebody may have renewed meanwhile, or the sleep was only a part of the way.
      if (current !== before || wait === LONGEST_SLEEP_MS || stopping.signal.aborted) continue;
      try {
        await renewing();
        attempt = 0;
      } catch (cause) {
        attempt += 1;
        const error: SdkError = cause instanceof Failure ? cause.error : { kind: "bug", message: String(cause) };
        if (!(cause instanceof Failure)) log.error("tokens were not renewed", cause);
        await clock.sleep(waitAfter(error, attempt, undefined, PATIENCE), stopping.signal);
        // A request that needed them got them meanwhile.
        if (current !== before) attempt = 0;
      }
    }
  }

  function isOver(): boolean {
    return standing === "final";
  }

  function hasEnded(): boolean {
    return current.expiresAt !== undefined && current.expiresAt - clock.now() < LAST_MOMENT_MS;
  }

  return {
    current: () => current.accessToken,
    refreshToken: () => current.refreshToken,
    ready() {
      if (standing === "final" || !hasEnded() || stopping.signal.aborted) return undefined;
      // If it can't be renewed now, the server is to say what it thinks of the old one.
      return renewing().catch(() => undefined);
    },
    async renew(refused) {
      if (refused !== current.accessToken) return "renewed";
      if (standing === "final") return "ended";
      try {
        await renewing();
        return "renewed";
      } catch (cause) {
        if (cause instanceof Failure && isFinal(cause.error)) return "ended";
        throw cause;
      }
    },
    start() {
      loop = keepAhead();
    },
    async stop() {
      stopping.abort();
      await Promise.allSettled([loop, running]);
    },
  };
}
