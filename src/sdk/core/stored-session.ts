/** The signed-in session as it lies in the store, and the own profile beside it. */
import { parseUserId, type UserId } from "#api/ids.ts";
import type { StoredSession } from "#sdk/account/context.ts";
import { asString, isObject } from "#sdk/events/envelope.ts";
import { SESSION_KEY } from "#sdk/store/read-session.ts";
import type { Key, Store } from "#sdk/store/store.ts";

export const PROFILE_KEY: Key = ["profile"];

export interface Profile {
  readonly displayName: string | undefined;
  readonly avatar: string | undefined;
}

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
  return { userId, deviceId, accessToken, baseUrl, serverName };
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

/** Reads the answer of `POST /login`. */
export function parseLogin(
  json: unknown,
): { readonly userId: UserId; readonly deviceId: string; readonly accessToken: string } | undefined {
  if (!isObject(json)) return undefined;
  const userId = parseUserId(json["user_id"]);
  const deviceId = asString(json["device_id"]);
  const accessToken = asString(json["access_token"]);
  return userId && deviceId !== undefined && accessToken !== undefined ? { userId, deviceId, accessToken } : undefined;
}
