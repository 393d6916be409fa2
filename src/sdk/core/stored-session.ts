/** The signed-in session as it lies in the store, and the own profile beside it. */
import { parseUserId, type UserId } from "#api/ids.ts";
import type { OAuthSession, StoredSession } from "#sdk/store/session-row.ts";
import type { Profile } from "#sdk/account/own-account.ts";
import { asString, isObject } from "#sdk/events/envelope.ts";
import type { TokenSet } from "#sdk/net/oauth.ts";
import { SESSION_KEY } from "#sdk/store/read-session.ts";
import type { Key, Store } from "#sdk/store/store.ts";

export const PROFILE_KEY: Key = ["profile"];

export async function readStoredSession(store: Store): Promise<StoredSession | undefined> {
  const value = await store.get("meta", SESSION_KEY);
  if (!isObject(value)) return undefined;
  const userId = parseUserId(value["userId"]);
  const deviceId = asString(value["deviceId"]);
  const accessToken = asString(value["accessToken"]);
  const baseUrl = asString(value["baseUrl"]);
  const serverName = asString(value["serverName"]);
  if (!userId || deviceId === undefined || accessToken === undefined) return undefined;
  if (baseUrl === undefined || serverName === undefined) return undefined;
  const refreshToken = asString(value["refreshToken"]);
  const expiresAt = value["expiresAt"];
  const way = value["way"];
  const oauth = parseOAuth(value["oauth"]);
  return {
    userId,
    deviceId,
    accessToken,
    baseUrl,
    serverName,
    ...(refreshToken === undefined ? {} : { refreshToken }),
    ...(typeof expiresAt === "number" ? { expiresAt } : {}),
    ...(way === "password" || way === "sso" || way === "oauth" ? { way } : {}),
    ...(oauth ? { oauth } : {}),
    ...(value["ended"] === "softly" ? { ended: "softly" } : {}),
  };
}

function parseOAuth(value: unknown): OAuthSession | undefined {
  if (!isObject(value)) return undefined;
  const issuer = asString(value["issuer"]);
  const clientId = asString(value["clientId"]);
  const tokenEndpoint = asString(value["tokenEndpoint"]);
  const revocationEndpoint = asString(value["revocationEndpoint"]);
  const manageUrl = asString(value["manageUrl"]);
  const actions = value["manageActions"];
  if (issuer === undefined || clientId === undefined || tokenEndpoint === undefined) return undefined;
  return {
    issuer,
    clientId,
    tokenEndpoint,
    ...(revocationEndpoint === undefined ? {} : { revocationEndpoint }),
    ...(manageUrl === undefined ? {} : { manageUrl }),
    ...(Array.isArray(actions) ? { manageActions: actions.filter((one) => typeof one === "string") } : {}),
  };
}

/** The session with other tokens: those of before leave nothing behind. */
export function withTokens(session: StoredSession, tokens: TokenSet): StoredSession {
  const { refreshToken: _old, expiresAt: _end, ...rest } = session;
  return {
    ...rest,
    accessToken: tokens.accessToken,
    ...(tokens.refreshToken === undefined ? {} : { refreshToken: tokens.refreshToken }),
    ...(tokens.expiresAt === undefined ? {} : { expiresAt: tokens.expiresAt }),
  };
}

export function tokensOf(session: StoredSession): TokenSet {
  const { accessToken, refreshToken, expiresAt } = session;
  return { accessToken, refreshToken, expiresAt };
}

export function writeStoredSession(store: Store, session: StoredSession): Promise<void> {
  return store.commit([{ kind: "put", table: "meta", key: SESSION_KEY, value: session }]);
}

export async function readProfile(store: Store): Promise<Profile> {
  return parseProfile(await store.get("meta", PROFILE_KEY));
}

export function parseProfile(value: unknown): Profile {
  const profile = isObject(value) ? value : {};
  return {
    displayName: asString(profile["displayName"]) ?? asString(profile["displayname"]),
    avatar: asString(profile["avatar"]) ?? asString(profile["avatar_url"]),
  };
}

export interface Login {
  readonly userId: UserId;
  readonly deviceId: string;
  readonly tokens: TokenSet;
}

/** Reads the answer of `POST /login` and `POST /register`. */
export function parseLogin(json: unknown, now: number): Login | undefined {
  if (!isObject(json)) return undefined;
  const userId = parseUserId(json["user_id"]);
  const deviceId = asString(json["device_id"]);
  const tokens = parseTokens(json, now);
  return userId && deviceId !== undefined && tokens ? { userId, deviceId, tokens } : undefined;
}

/** Reads the tokens of an answer of `/login`, `/register` or `/refresh`. */
export function parseTokens(json: unknown, now: number): TokenSet | undefined {
  const accessToken = isObject(json) ? asString(json["access_token"]) : undefined;
  if (!isObject(json) || !accessToken) return undefined;
  const ms = json["expires_in_ms"];
  return {
    accessToken,
    refreshToken: asString(json["refresh_token"]),
    expiresAt: typeof ms === "number" && ms > 0 ? now + ms : undefined,
  };
}
