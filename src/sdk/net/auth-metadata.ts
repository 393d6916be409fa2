/**
 * What an OAuth 2.0 server says about itself, by way of the homeserver (spec v1.15, `GET /auth_metadata`; MSC2965 before).
 * A server that lacks anything the sign-in needs (code grant, refresh, S256, dynamic registration) counts as none: the
 * other ways of signing in remain. Every endpoint is https, or http on loopback.
 */
import { Failure } from "#api/errors.ts";
import { asString, isObject } from "#sdk/events/envelope.ts";
import { isLoopback } from "./loopback.ts";
import type { Http } from "./http.ts";

export interface AuthMetadata {
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly revocationEndpoint: string | undefined;
  readonly registrationEndpoint: string;
  readonly responseMode: "fragment" | "query";
  readonly create: "offered" | "unknown";
  readonly manageUrl: string | undefined;
  readonly manageActions: readonly string[];
  /** Names of scopes: as the specification has them, or as the proposal had. */
  readonly naming: "stable" | "unstable";
}

const PLACES = [
  ["stable", "/_matrix/client/v1/auth_metadata"],
  ["unstable", "/_matrix/client/unstable/org.matrix.msc2965/auth_metadata"],
] as const;

/** `undefined` where the server does not sign in by OAuth 2.0, or not in a way this client can. */
export async function readAuthMetadata(http: Http, timeoutMs: number): Promise<AuthMetadata | undefined> {
  for (const [naming, path] of PLACES) {
    try {
      const json = await http.request({ method: "GET", path, auth: "none", timeoutMs });
      return parseAuthMetadata(json, naming);
    } catch (cause) {
      if (!(cause instanceof Failure)) throw cause;
      // 404, or a proxy that answers something else: not offered under this name.
      if (cause.error.kind !== "matrix" && cause.error.kind !== "offline") throw cause;
    }
  }
  return undefined;
}

export function parseAuthMetadata(json: unknown, naming: AuthMetadata["naming"]): AuthMetadata | undefined {
  if (!isObject(json)) return undefined;
  const issuer = endpoint(json["issuer"]);
  const authorizationEndpoint = endpoint(json["authorization_endpoint"]);
  const tokenEndpoint = endpoint(json["token_endpoint"]);
  const registrationEndpoint = endpoint(json["registration_endpoint"]);
  if (
    issuer === undefined ||
    authorizationEndpoint === undefined ||
    tokenEndpoint === undefined ||
    registrationEndpoint === undefined ||
    !offers(json["response_types_supported"], "code", "absent-is-no") ||
    !offers(json["grant_types_supported"], "authorization_code", "absent-is-yes") ||
    !offers(json["grant_types_supported"], "refresh_token", "absent-is-no") ||
    !offers(json["code_challenge_methods_supported"], "S256", "absent-is-no")
  )
    return undefined;
  const actions = json["account_management_actions_supported"];
  return {
    // As given: it is a name to compare, not an address to normalise.
    issuer: asString(json["issuer"]) ?? issuer,
    authorizationEndpoint,
    tokenEndpoint,
    registrationEndpoint,
    revocationEndpoint: endpoint(json["revocation_endpoint"]),
    responseMode: offers(json["response_modes_supported"], "fragment", "absent-is-yes") ? "fragment" : "query",
    create: offers(json["prompt_values_supported"], "create", "absent-is-no") ? "offered" : "unknown",
    manageUrl: endpoint(json["account_management_uri"]),
    manageActions: Array.isArray(actions) ? actions.filter((one): one is string => typeof one === "string") : [],
    naming,
  };
}

function offers(list: unknown, wanted: string, absent: "absent-is-yes" | "absent-is-no"): boolean {
  return Array.isArray(list) ? list.includes(wanted) : absent === "absent-is-yes";
}

function endpoint(value: unknown): string | undefined {
  if (typeof value !== "string" || value.length > 2048) return undefined;
  try {
    const url = new URL(value);
    const safe = url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname));
    return safe && url.username === "" && url.hash === "" ? url.href : undefined;
  } catch {
    return undefined;
  }
}
