/**
 * From what a person typed (server name, Matrix ID or URL) to a homeserver that answered (spec: Server discovery).
 * Always holds: the result is https, or http on loopback; `/versions` answered there. A server the deployment configured
 * (`known`) is taken at its word, without `.well-known`.
 */
import { Failure } from "#api/errors.ts";
import { isServerName, localpartOf, parseUserId, serverOf } from "#api/ids.ts";
import type { DiscoveredServer } from "#api/session.ts";
import type { Clock } from "#lib/clock.ts";
import { asString, isObject } from "#sdk/events/envelope.ts";
import { readAuthMetadata } from "./auth-metadata.ts";
import { createHttp } from "./create-http.ts";
import { isLoopback } from "./loopback.ts";
import { parseLoginFlows, type LoginFlows } from "./login-flows.ts";

export interface KnownServer {
  readonly serverName: string;
  readonly baseUrl: string;
}

export interface DiscoveryOptions {
  readonly fetch?: typeof fetch;
  readonly clock: Clock;
  readonly known?: readonly KnownServer[];
}

type Reason = "invalid" | "unreachable" | "not-matrix" | "insecure";
/** A wrong guess may hang until then; two follow each other at most. */
const PROBE_TIMEOUT_MS = 5_000;
const quiet = { error: () => undefined, info: () => undefined, debug: () => undefined };

function refusal(reason: Reason): Failure {
  return new Failure({ kind: "discovery", reason });
}

/** A base URL without trailing slash; https, or http on loopback. */
export function parseBaseUrl(value: string): string {
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    throw refusal("invalid");
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") throw refusal("invalid");
  if (url.username !== "" || url.password !== "") throw refusal("invalid");
  if (url.protocol === "http:" && !isLoopback(url.hostname)) throw refusal("insecure");
  return `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, "")}`;
}

/** `undefined` for one that makes no sense: that is the deployer's trouble, not the others'. */
function configuredBase(server: KnownServer): string | undefined {
  try {
    return parseBaseUrl(server.baseUrl);
  } catch {
    return undefined;
  }
}

type Input =
  | { readonly kind: "url"; readonly baseUrl: string; readonly host: string }
  | { readonly kind: "name"; readonly name: string; readonly user: string | undefined };

/** Reads what was typed, before any request. */
export function parseInput(input: string): Input {
  const text = input.trim();
  if (text.startsWith("@")) {
    const userId = parseUserId(text);
    if (!userId) throw refusal("invalid");
    return { kind: "name", name: serverOf(userId).toLowerCase(), user: localpartOf(userId) };
  }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
    const baseUrl = parseBaseUrl(text);
    return { kind: "url", baseUrl, host: new URL(baseUrl).host };
  }
  const name = text.replace(/\/+$/, "");
  if (isServerName(name)) return { kind: "name", name: name.toLowerCase(), user: undefined };
  // A name in another script: the URL parser knows its ASCII form.
  try {
    const url = new URL(`https://${name}`);
    if (!/[\s@/?#]/.test(name) && isServerName(url.host)) return { kind: "name", name: url.host, user: undefined };
  } catch {
    // Not a name in any script.
  }
  throw refusal("invalid");
}

export async function discover(input: string, options: DiscoveryOptions): Promise<DiscoveredServer> {
  const http = (baseUrl: string): ReturnType<typeof createHttp> =>
    createHttp({
      baseUrl,
      token: () => undefined,
      clock: options.clock,
      log: quiet,
      maxJsonBytes: 1024 * 1024,
      ...(options.fetch ? { fetch: options.fetch } : {}),
    });
  const get = (baseUrl: string, path: string, signal?: AbortSignal): Promise<unknown> =>
    http(baseUrl).request({
      method: "GET",
      path,
      auth: "none",
      timeoutMs: PROBE_TIMEOUT_MS,
      ...(signal ? { signal } : {}),
    });

  /** Base URL from `.well-known`; `undefined` where there is no such file or nothing answers. */
  async function wellKnown(name: string): Promise<string | undefined> {
    let json: unknown;
    try {
      json = await get(`https://${name}`, "/.well-known/matrix/client");
    } catch (cause) {
      if (!(cause instanceof Failure)) throw cause;
      // An answer that is not JSON arrives as `offline` too; the probe of the name itself then decides.
      return undefined;
    }
    const home = isObject(json) ? json["m.homeserver"] : undefined;
    const baseUrl = isObject(home) ? asString(home["base_url"]) : undefined;
    if (baseUrl === undefined) throw refusal("not-matrix");
    try {
      return parseBaseUrl(baseUrl);
    } catch (cause) {
      throw cause instanceof Failure && cause.error.kind === "discovery" && cause.error.reason === "insecure"
        ? cause
        : refusal("not-matrix");
    }
  }

  async function probe(baseUrl: string, signal?: AbortSignal): Promise<"ok" | "not-matrix" | "unreachable"> {
    try {
      const json = await get(baseUrl, "/_matrix/client/versions", signal);
      return isObject(json) && Array.isArray(json["versions"]) ? "ok" : "not-matrix";
    } catch (cause) {
      if (!(cause instanceof Failure)) throw cause;
      if (cause.error.kind !== "matrix") return "unreachable";
      return cause.error.status >= 500 ? "unreachable" : "not-matrix";
    }
  }

  async function loginFlows(baseUrl: string): Promise<LoginFlows> {
    try {
      return parseLoginFlows(await get(baseUrl, "/_matrix/client/v3/login"));
    } catch (cause) {
      // A server that signs in by OAuth only has no such endpoint.
      if (cause instanceof Failure && cause.error.kind === "matrix") return parseLoginFlows(undefined);
      throw cause;
    }
  }

  type Offer = Omit<DiscoveredServer, "baseUrl" | "serverName" | "user">;

  async function offer(baseUrl: string): Promise<Offer> {
    const [login, metadata] = await Promise.all([
      loginFlows(baseUrl),
      readAuthMetadata(http(baseUrl), PROBE_TIMEOUT_MS).catch((cause: unknown) => {
        if (cause instanceof Failure) return undefined;
        throw cause;
      }),
    ]);
    return {
      ...login,
      oauth: metadata && { create: metadata.create, manageUrl: metadata.manageUrl },
      passwordReset: login.flows.includes("m.login.password") ? "possible" : "absent",
    };
  }

  /** The first of these that answers as a homeserver, all asked at once. */
  async function firstOf(baseUrls: readonly string[]): Promise<string | undefined> {
    const found = new AbortController();
    try {
      return await Promise.any(
        baseUrls.map(async (baseUrl) => {
          const outcome = await probe(baseUrl, found.signal);
          if (outcome === "not-matrix") reasons.add(outcome);
          if (outcome !== "ok") throw refusal(outcome);
          return baseUrl;
        }),
      );
    } catch {
      return undefined;
    } finally {
      found.abort();
    }
  }

  async function describe(baseUrl: string, host: string, user: string | undefined): Promise<DiscoveredServer> {
    const named = options.known?.find((server) => configuredBase(server) === baseUrl)?.serverName;
    const serverName = parsed.kind === "name" ? host : (named ?? host);
    return { baseUrl, serverName, user, ...(await offer(baseUrl)) };
  }

  async function byName(name: string): Promise<string | undefined> {
    const known = options.known?.find((server) => server.serverName.toLowerCase() === name);
    if (known) return firstOf([parseBaseUrl(known.baseUrl)]);
    const https = `https://${name}`;
    if (!isLoopback(new URL(https).hostname)) return firstOf([(await wellKnown(name)) ?? https]);
    // On this machine a server speaks one of the two, and what it does not speak may hang: all is asked at once.
    const hint = wellKnown(name).catch(() => undefined);
    const near = await firstOf([`http://${name}`, https]);
    if (near !== undefined) return near;
    const found = await hint;
    return found === undefined ? undefined : firstOf([found]);
  }

  const parsed = parseInput(input);
  const reasons = new Set<Reason>();
  const base = parsed.kind === "url" ? await firstOf([parsed.baseUrl]) : await byName(parsed.name);
  if (base !== undefined)
    return parsed.kind === "name" ? describe(base, parsed.name, parsed.user) : describe(base, parsed.host, undefined);
  // A website whose address was typed as URL may still say where its homeserver is.
  if (parsed.kind === "url" && reasons.has("not-matrix") && parsed.baseUrl === `https://${parsed.host}`) {
    const found = await wellKnown(parsed.host);
    if (found !== undefined && found !== parsed.baseUrl && (await firstOf([found])) !== undefined)
      return { baseUrl: found, serverName: parsed.host, user: undefined, ...(await offer(found)) };
  }
  throw refusal(reasons.has("not-matrix") ? "not-matrix" : "unreachable");
}
