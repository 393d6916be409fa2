/**
 * The ways into an account that exists: password, single sign-on, OAuth 2.0. Each ends with a session that nobody uses
 * yet: whether it may be used, and that it lies on the disk first, is `session.ts`'s business. `again` is the session a
 * soft logout left: the same device signs in anew.
 */
import { Failure } from "#api/errors.ts";
import type { ArgsOf } from "#api/contract.ts";
import { parseUserId, serverOf, type UserId } from "#api/ids.ts";
import type { SignInWay } from "#api/session.ts";
import type {} from "#api/all.ts";
import type { OAuthSession, StoredSession } from "#sdk/store/session-row.ts";
import { asString, isObject } from "#sdk/events/envelope.ts";
import { readAuthMetadata, type AuthMetadata } from "#sdk/net/auth-metadata.ts";
import { createHttp } from "#sdk/net/create-http.ts";
import { parseBaseUrl } from "#sdk/net/discovery.ts";
import type { Http } from "#sdk/net/http.ts";
import { authorizeUrl, exchangeCode, isGrantRefusal, revoke, type OAuthNet, type TokenSet } from "#sdk/net/oauth.ts";
import { newDeviceId, randomSecret } from "#sdk/net/pkce.ts";
import type { Store } from "#sdk/store/store.ts";
import { rememberAttempt, takeAttempt, type OAuthAttempt } from "./attempts.ts";
import { clientIdFor } from "./oauth-clients.ts";
import { parseLogin, withTokens } from "./stored-session.ts";

export type Again = Pick<StoredSession, "userId" | "deviceId" | "baseUrl"> | undefined;

const TIMEOUT_MS = 20_000;
const LOGOUT_TIMEOUT_MS = 5_000;

interface LoginRequest {
  readonly baseUrl: string;
  readonly deviceName: string;
  readonly way: SignInWay;
  readonly proof: Readonly<Record<string, unknown>>;
}

export async function signInByPassword(
  net: OAuthNet,
  args: Pick<ArgsOf<"session.signIn">, "baseUrl" | "user" | "password" | "deviceName">,
  again: Again,
  signal: AbortSignal,
): Promise<StoredSession> {
  const identifier = args.user.includes("@", 1)
    ? { type: "m.id.thirdparty", medium: "email", address: args.user }
    : { type: "m.id.user", user: args.user };
  const proof = { type: "m.login.password", identifier, password: args.password };
  return login(net, { baseUrl: args.baseUrl, deviceName: args.deviceName, way: "password", proof }, again, signal);
}

/** Makes a session of an answer of `/login` or `/register`. */
export function sessionOf(net: OAuthNet, baseUrl: string, way: SignInWay, json: unknown): StoredSession {
  const answer = parseLogin(json, net.clock.now());
  if (!answer) throw new Failure({ kind: "discovery", reason: "not-matrix" });
  const { userId, deviceId, tokens } = answer;
  // By its address a server may be known under another name than by its users' ids.
  const session = { userId, deviceId, accessToken: "", baseUrl, serverName: serverOf(userId), way };
  return withTokens(session, tokens);
}

async function login(
  net: OAuthNet,
  { baseUrl, deviceName, way, proof }: LoginRequest,
  again: Again,
  signal: AbortSignal,
): Promise<StoredSession> {
  const base = parseBaseUrl(baseUrl);
  const json = await createHttp({ ...net, baseUrl: base, token: () => undefined }).request({
    method: "POST",
    path: "/_matrix/client/v3/login",
    auth: "none",
    signal,
    body: {
      ...proof,
      ...(again ? { device_id: again.deviceId } : {}),
      ...(deviceName === "" ? {} : { initial_device_display_name: deviceName }),
      refresh_token: true,
    },
  });
  return sessionOf(net, base, way, json);
}

export async function beginSso(
  net: OAuthNet,
  store: Store,
  args: ArgsOf<"session.beginSso">,
): Promise<{ readonly url: string }> {
  const baseUrl = parseBaseUrl(args.baseUrl);
  const back = returnAddress(args.returnTo);
  const id = randomSecret();
  await rememberAttempt(store, {
    kind: "sso",
    id,
    startedAt: net.clock.now(),
    baseUrl,
    serverName: args.serverName,
    deviceName: args.deviceName,
  });
  back.searchParams.set("attempt", id);
  const provider = args.identityProvider === undefined ? "" : `/${encodeURIComponent(args.identityProvider)}`;
  const url = new URL(`${baseUrl}/_matrix/client/v3/login/sso/redirect${provider}`);
  url.searchParams.set("redirectUrl", back.href);
  url.searchParams.set("action", args.action);
  url.searchParams.set("org.matrix.msc3824.action", args.action);
  return { url: url.href };
}

export async function finishSso(
  net: OAuthNet,
  store: Store,
  { nonce, loginToken }: ArgsOf<"session.finishSso">,
  again: Again,
  signal: AbortSignal,
): Promise<StoredSession> {
  const { baseUrl, deviceName } = await takeAttempt(store, net.clock, "sso", nonce);
  const proof = { type: "m.login.token", token: loginToken };
  return login(net, { baseUrl, deviceName, way: "sso", proof }, again, signal);
}

export async function beginOAuth(
  net: OAuthNet,
  store: Store,
  args: ArgsOf<"session.beginOAuth">,
  again: Again,
): Promise<{ readonly url: string }> {
  const baseUrl = parseBaseUrl(args.baseUrl);
  const http = createHttp({ ...net, baseUrl, token: () => undefined });
  const metadata = await readAuthMetadata(http, TIMEOUT_MS);
  if (!metadata) throw new Failure({ kind: "sign-in", reason: "unsupported" });
  const redirectUri = returnAddress(args.returnTo).href;
  const clientId = await clientIdFor(net, store, metadata, { ...args, redirectUri });
  const attempt: OAuthAttempt = {
    kind: "oauth",
    id: randomSecret(),
    startedAt: net.clock.now(),
    baseUrl,
    serverName: args.serverName,
    deviceName: args.deviceName,
    redirectUri,
    verifier: randomSecret(),
    deviceId: again?.deviceId ?? newDeviceId(),
    oauth: oauthSession(metadata, clientId),
  };
  await rememberAttempt(store, attempt);
  const { id: state, verifier, deviceId } = attempt;
  const request = { clientId, redirectUri, state, verifier, deviceId, action: args.action };
  return { url: await authorizeUrl(metadata, { ...request, ...(again ? { hint: again.userId } : {}) }) };
}

export async function finishOAuth(
  net: OAuthNet,
  store: Store,
  args: ArgsOf<"session.finishOAuth">,
  signal: AbortSignal,
): Promise<StoredSession> {
  const attempt = await takeAttempt(store, net.clock, "oauth", args.state);
  if ("error" in args)
    throw new Failure({ kind: "sign-in", reason: args.error === "access_denied" ? "denied" : "refused" });
  const { baseUrl, redirectUri, verifier, oauth } = attempt;
  let tokens: TokenSet;
  try {
    tokens = await exchangeCode(net, { ...oauth, redirectUri, verifier, code: args.code }, signal);
  } catch (cause) {
    if (cause instanceof Failure && isGrantRefusal(cause.error))
      throw new Failure({ kind: "sign-in", reason: "refused" });
    throw cause;
  }
  const draft = { deviceId: attempt.deviceId, accessToken: "", baseUrl, way: "oauth" as const, oauth };
  const http = createHttp({ ...net, baseUrl, token: () => tokens.accessToken });
  try {
    const userId = await whoAmI(http, signal);
    return withTokens({ ...draft, userId, serverName: serverOf(userId) }, tokens);
  } catch (cause) {
    // Nobody would ever use, or end, the session that the server just began.
    await revokeTokens(net, oauth, tokens.refreshToken ?? tokens.accessToken);
    throw cause;
  }
}

async function whoAmI(http: Http, signal: AbortSignal): Promise<UserId> {
  const json = await http.request({ method: "GET", path: "/_matrix/client/v3/account/whoami", signal });
  const userId = isObject(json) ? parseUserId(asString(json["user_id"])) : undefined;
  if (!userId) throw new Failure({ kind: "discovery", reason: "not-matrix" });
  return userId;
}

/** Tells the server that a session is over. Never rejects. */
export async function endSession(
  net: OAuthNet,
  session: Pick<StoredSession, "baseUrl" | "oauth">,
  tokens: { readonly http: Http; readonly refreshToken: string | undefined } | TokenSet,
): Promise<"told" | "unreachable"> {
  const { oauth, baseUrl } = session;
  if (oauth && tokens.refreshToken !== undefined) return revokeTokens(net, oauth, tokens.refreshToken);
  const http = "http" in tokens ? tokens.http : createHttp({ ...net, baseUrl, token: () => tokens.accessToken });
  const body = {};
  try {
    await http.request({ method: "POST", path: "/_matrix/client/v3/logout", body, timeoutMs: LOGOUT_TIMEOUT_MS });
    return "told";
  } catch (error) {
    net.log.info("the server was not told of the sign-out", error);
    return "unreachable";
  }
}

async function revokeTokens(net: OAuthNet, oauth: OAuthSession, token: string): Promise<"told" | "unreachable"> {
  if (oauth.revocationEndpoint === undefined) return "unreachable";
  try {
    await revoke(net, { endpoint: oauth.revocationEndpoint, clientId: oauth.clientId, token }, LOGOUT_TIMEOUT_MS);
    return "told";
  } catch (error) {
    net.log.info("the tokens were not revoked", error);
    return "unreachable";
  }
}

function oauthSession(metadata: AuthMetadata, clientId: string): OAuthSession {
  const { issuer, tokenEndpoint, revocationEndpoint, manageUrl, manageActions } = metadata;
  return {
    issuer,
    clientId,
    tokenEndpoint,
    manageActions,
    ...(revocationEndpoint === undefined ? {} : { revocationEndpoint }),
    ...(manageUrl === undefined ? {} : { manageUrl }),
  };
}

/** Where the server sends the browser back to: the page's own address, which is all the window passes. */
function returnAddress(value: string): URL {
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    throw new Failure({ kind: "invalid", field: "returnTo", reason: "malformed" });
  }
  if ((url.protocol !== "https:" && url.protocol !== "http:") || url.hash !== "")
    throw new Failure({ kind: "invalid", field: "returnTo", reason: "malformed" });
  return url;
}
