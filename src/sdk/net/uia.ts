/**
 * User-interactive authentication over HTTP: one request, made again with each answer. Stages that need nobody
 * (`m.login.dummy`) are answered here. What a server says of terms and pages is untrusted: only http(s) addresses pass.
 */
import type { Answer, Challenge, Guarded, TermsPolicy } from "#api/uia.ts";
import { nextStage } from "#api/uia.ts";
import type { UserId } from "#api/ids.ts";
import { asString, isObject } from "#sdk/events/envelope.ts";
import type { Http, HttpRequest } from "./http.ts";

/** Servers answer with a fresh challenge for ever: nobody follows for ever. */
const MAX_DUMMIES = 3;

export interface GuardedRequest {
  readonly request: Omit<HttpRequest, "challenge" | "body"> & { readonly body: Readonly<Record<string, unknown>> };
  readonly answer: Answer | undefined;
  /** Whose password it is. */
  readonly userId?: UserId;
  /** Languages of documents, best first. */
  readonly languages?: readonly string[];
}

export async function guarded<T>(
  http: Http,
  { request, answer, userId, languages = ["en"] }: GuardedRequest,
  done: (json: unknown) => T,
): Promise<Guarded<T>> {
  let auth = answer ? authOf(answer, userId) : undefined;
  for (let dummies = 0; ; dummies += 1) {
    const body = auth ? { ...request.body, auth } : request.body;
    const json = await http.request({ ...request, body, challenge: "return" });
    if (!isChallenge(json)) return { state: "done", value: done(json) };
    const challenge = parseChallenge(json, http.baseUrl, languages);
    if (nextStage(challenge) !== "m.login.dummy" || dummies >= MAX_DUMMIES) return { state: "challenge", challenge };
    auth = { type: "m.login.dummy", ...(challenge.session === undefined ? {} : { session: challenge.session }) };
  }
}

function isChallenge(json: unknown): json is { readonly [key: string]: unknown } {
  return isObject(json) && Array.isArray(json["flows"]);
}

function authOf(answer: Answer, userId: UserId | undefined): Readonly<Record<string, unknown>> {
  const session = answer.session === undefined ? {} : { session: answer.session };
  switch (answer.stage) {
    case "m.login.password":
      return {
        ...session,
        type: answer.stage,
        identifier: { type: "m.id.user", user: userId ?? "" },
        password: answer.password,
      };
    case "m.login.registration_token":
      return { ...session, type: answer.stage, token: answer.token };
    case "m.login.email.identity": {
      const { sid, clientSecret } = answer.proof;
      return { ...session, type: answer.stage, threepid_creds: { sid, client_secret: clientSecret } };
    }
    case "m.login.dummy":
    case "m.login.terms":
      return { ...session, type: answer.stage };
    case "fallback":
      return session;
    default:
      return answer satisfies never;
  }
}

export function parseChallenge(
  json: { readonly [key: string]: unknown },
  baseUrl: string,
  languages: readonly string[],
): Challenge {
  const session = asString(json["session"]);
  const flows = (Array.isArray(json["flows"]) ? json["flows"] : []).flatMap((flow: unknown) =>
    isObject(flow) ? [strings(flow["stages"])] : [],
  );
  const params = isObject(json["params"]) ? json["params"] : {};
  const errcode = asString(json["errcode"]);
  return {
    session,
    flows,
    completed: strings(json["completed"]),
    terms: parseTerms(params["m.login.terms"], languages),
    fallback:
      session === undefined
        ? undefined
        : `${baseUrl}/_matrix/client/v3/auth/{stage}/fallback/web?session=${encodeURIComponent(session)}`,
    accountPage: ["m.oauth", "org.matrix.cross_signing_reset"]
      .map((stage) => params[stage])
      .flatMap((param) => (isObject(param) ? (webAddress(param["url"]) ?? []) : []))[0],
    refusal:
      errcode === undefined ? undefined : { errcode: errcode.slice(0, 255), message: asString(json["error"]) ?? "" },
  };
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

function parseTerms(param: unknown, languages: readonly string[]): readonly TermsPolicy[] {
  const policies = isObject(param) && isObject(param["policies"]) ? param["policies"] : {};
  return Object.entries(policies).flatMap(([id, policy]) => {
    if (!isObject(policy)) return [];
    const others = Object.keys(policy).filter((key) => key !== "version");
    for (const language of [...languages, ...others]) {
      const text = Object.hasOwn(policy, language) ? policy[language] : undefined;
      if (!isObject(text)) continue;
      const url = webAddress(text["url"]);
      if (url !== undefined) return [{ id, name: asString(text["name"])?.slice(0, 200) ?? id, url }];
    }
    return [];
  });
}

/** Only addresses a browser may be sent to. */
export function webAddress(value: unknown): string | undefined {
  if (typeof value !== "string" || value.length > 4096) return undefined;
  try {
    const url = new URL(value);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : undefined;
  } catch {
    return undefined;
  }
}
