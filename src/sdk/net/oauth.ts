/**
 * The OAuth 2.0 conversations of a public client (spec v1.15): registration, the address of the sign-in page, code for
 * tokens, new tokens for old, revocation. It knows no session and stores nothing. Errors are `Failure`; a refusal by the
 * token endpoint is told from trouble by `isGrantRefusal`.
 */
import { Failure, type SdkError } from "#api/errors.ts";
import type { Clock } from "#lib/clock.ts";
import type { Log } from "#lib/log.ts";
import { asString, isObject } from "#sdk/events/envelope.ts";
import type { AuthMetadata } from "./auth-metadata.ts";
import { createHttp } from "./create-http.ts";
import type { HttpRequest } from "./http.ts";
import { codeChallenge } from "./pkce.ts";

export interface OAuthNet {
  readonly clock: Clock;
  readonly log: Log;
  readonly fetch?: typeof fetch;
}

export interface ClientFacts {
  readonly redirectUri: string;
  readonly clientName: string;
  readonly clientUri: string;
  readonly logoUri?: string;
  readonly termsUri?: string;
  readonly policyUri?: string;
}

export interface TokenSet {
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
  /** Milliseconds since the epoch, by our clock. */
  readonly expiresAt: number | undefined;
}

const TIMEOUT_MS = 20_000;
const MAX_BYTES = 256 * 1024;

/** Posts to an address that is no homeserver's: no token, no JSON taken for granted. */
async function post(
  net: OAuthNet,
  endpoint: string,
  content: Pick<HttpRequest, "form" | "body" | "answer" | "timeoutMs">,
  signal?: AbortSignal,
): Promise<unknown> {
  const { origin, pathname, search } = new URL(endpoint);
  const http = createHttp({
    baseUrl: origin,
    token: () => undefined,
    clock: net.clock,
    log: net.log,
    maxJsonBytes: MAX_BYTES,
    ...(net.fetch ? { fetch: net.fetch } : {}),
  });
  const path = `${pathname}${search}`;
  return http.request({
    method: "POST",
    path,
    auth: "none",
    timeoutMs: TIMEOUT_MS,
    ...content,
    ...(signal ? { signal } : {}),
  });
}

/** Registers this deployment as a public client (RFC 7591); the same facts get the same id where the server likes it. */
export async function registerClient(net: OAuthNet, metadata: AuthMetadata, facts: ClientFacts): Promise<string> {
  const json = await post(net, metadata.registrationEndpoint, {
    body: {
      client_name: facts.clientName,
      client_uri: facts.clientUri,
      ...(facts.logoUri === undefined ? {} : { logo_uri: facts.logoUri }),
      ...(facts.termsUri === undefined ? {} : { tos_uri: facts.termsUri }),
      ...(facts.policyUri === undefined ? {} : { policy_uri: facts.policyUri }),
      redirect_uris: [facts.redirectUri],
      response_types: ["code"],
      grant_types: ["authorization_code", "refresh_token"],
      token_endpoint_auth_method: "none",
      application_type: "web",
    },
  });
  const id = isObject(json) ? asString(json["client_id"]) : undefined;
  if (id === undefined) throw new Failure({ kind: "sign-in", reason: "refused" });
  return id;
}

export interface AuthorizeRequest {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly verifier: string;
  readonly deviceId: string;
  readonly action: "login" | "register";
  /** Full user id, to fill in a name. */
  readonly hint?: string;
}

export async function authorizeUrl(metadata: AuthMetadata, request: AuthorizeRequest): Promise<string> {
  const url = new URL(metadata.authorizationEndpoint);
  const add = (name: string, value: string): void => url.searchParams.set(name, value);
  add("response_type", "code");
  add("response_mode", metadata.responseMode);
  add("client_id", request.clientId);
  add("redirect_uri", request.redirectUri);
  add("scope", scopeFor(metadata, request.deviceId));
  add("state", request.state);
  add("code_challenge_method", "S256");
  add("code_challenge", await codeChallenge(request.verifier));
  if (request.action === "register" && metadata.create === "offered") add("prompt", "create");
  if (request.hint !== undefined) add("login_hint", `mxid:${request.hint}`);
  return url.href;
}

function scopeFor({ naming }: AuthMetadata, deviceId: string): string {
  const base = naming === "stable" ? "urn:matrix:client" : "urn:matrix:org.matrix.msc2967.client";
  return `${base}:api:* ${base}:device:${deviceId}`;
}

export interface CodeGrant {
  readonly tokenEndpoint: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly code: string;
  readonly verifier: string;
}

export async function exchangeCode(net: OAuthNet, grant: CodeGrant, signal?: AbortSignal): Promise<TokenSet> {
  const form = {
    grant_type: "authorization_code",
    client_id: grant.clientId,
    redirect_uri: grant.redirectUri,
    code: grant.code,
    code_verifier: grant.verifier,
  };
  return tokensOf(await post(net, grant.tokenEndpoint, { form }, signal), net.clock);
}

export interface RefreshGrant {
  readonly tokenEndpoint: string;
  readonly clientId: string;
  readonly refreshToken: string;
}

export async function refreshByOAuth(net: OAuthNet, grant: RefreshGrant, signal?: AbortSignal): Promise<TokenSet> {
  const form = { grant_type: "refresh_token", client_id: grant.clientId, refresh_token: grant.refreshToken };
  const next = tokensOf(await post(net, grant.tokenEndpoint, { form }, signal), net.clock);
  // A server that does not rotate says nothing of the old one, which then stays.
  return { ...next, refreshToken: next.refreshToken ?? grant.refreshToken };
}

export async function revoke(
  net: OAuthNet,
  { endpoint, clientId, token }: { readonly endpoint: string; readonly clientId: string; readonly token: string },
  timeoutMs: number,
): Promise<void> {
  await post(net, endpoint, { form: { token, client_id: clientId }, answer: "ignored", timeoutMs });
}

function tokensOf(json: unknown, clock: Clock): TokenSet {
  const accessToken = isObject(json) ? asString(json["access_token"]) : undefined;
  if (!isObject(json) || !accessToken) throw new Failure({ kind: "sign-in", reason: "refused" });
  const seconds = json["expires_in"];
  return {
    accessToken,
    refreshToken: asString(json["refresh_token"]),
    expiresAt: typeof seconds === "number" && seconds > 0 ? clock.now() + seconds * 1000 : undefined,
  };
}

const FINAL: ReadonlySet<string> = new Set(["invalid_grant", "invalid_client", "unauthorized_client", "invalid_scope"]);

/** The token endpoint refused for good (RFC 6749, 5.2): asking again with the same grant is of no use. */
export function isGrantRefusal(error: SdkError): boolean {
  return error.kind === "matrix" && (error.status === 400 || error.status === 401) && FINAL.has(error.message);
}
