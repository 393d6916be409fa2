/**
 * Sign-ins that led to a page of the server and are not back yet. They lie in the store, because nothing else outlives the
 * way there and back. Always holds: an attempt is good once, for ten minutes, and only in the browser that began it; it is
 * gone from the disk before what it brought is used.
 */
import { Failure } from "#api/errors.ts";
import type { Clock } from "#lib/clock.ts";
import type { OAuthSession } from "#sdk/store/session-row.ts";
import { isObject } from "#sdk/events/envelope.ts";
import type { Key, Store } from "#sdk/store/store.ts";

const ATTEMPTS_KEY: Key = ["signInAttempts"];
const GOOD_FOR_MS = 10 * 60_000;
/** Whoever begins again and again leaves only the last of them. */
const MAX_ATTEMPTS = 8;

interface Begun {
  /** Nonce or `state`: 256 random bits. */
  readonly id: string;
  readonly startedAt: number;
  readonly baseUrl: string;
  readonly serverName: string;
  readonly deviceName: string;
}

export interface SsoAttempt extends Begun {
  readonly kind: "sso";
}

export interface OAuthAttempt extends Begun {
  readonly kind: "oauth";
  readonly redirectUri: string;
  readonly verifier: string;
  readonly deviceId: string;
  readonly oauth: OAuthSession;
}

export type Attempt = SsoAttempt | OAuthAttempt;

export async function rememberAttempt(store: Store, attempt: Attempt): Promise<void> {
  const kept = (await readAttempts(store)).filter((one) => isFresh(one, attempt.startedAt));
  await write(store, [...kept, attempt].slice(-MAX_ATTEMPTS));
}

/** Takes it out; throws `sign-in` when there is none of this kind, or it is too old. */
export async function takeAttempt<K extends Attempt["kind"]>(
  store: Store,
  clock: Clock,
  kind: K,
  id: string,
): Promise<Extract<Attempt, { kind: K }>> {
  const attempts = await readAttempts(store);
  const found = attempts.find((one): one is Extract<Attempt, { kind: K }> => one.kind === kind && one.id === id);
  if (!found) throw new Failure({ kind: "sign-in", reason: "unknown-attempt" });
  await write(
    store,
    attempts.filter((one) => one !== found),
  );
  if (!isFresh(found, clock.now())) throw new Failure({ kind: "sign-in", reason: "expired" });
  return found;
}

/** A clock that was set back makes an attempt of the future: that one is no good either. */
function isFresh({ startedAt }: Attempt, now: number): boolean {
  return Math.abs(now - startedAt) <= GOOD_FOR_MS;
}

async function readAttempts(store: Store): Promise<readonly Attempt[]> {
  const value = await store.get("meta", ATTEMPTS_KEY);
  // Sealed and written by this module alone: its shape is its own.
  return Array.isArray(value) ? value.filter(isAttempt) : [];
}

function isAttempt(value: unknown): value is Attempt {
  return isObject(value) && typeof value["id"] === "string" && (value["kind"] === "sso" || value["kind"] === "oauth");
}

function write(store: Store, attempts: readonly Attempt[]): Promise<void> {
  return store.commit([
    attempts.length === 0
      ? { kind: "delete", table: "meta", key: ATTEMPTS_KEY }
      : { kind: "put", table: "meta", key: ATTEMPTS_KEY, value: attempts },
  ]);
}
