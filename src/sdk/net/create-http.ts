/**
 * The one implementation of `Http`. It owns deadlines, aborting, the token header and the translation of whatever a
 * network can do into a `Failure`. Always holds: a call settles no later than its deadline; a body is read to its end or
 * refused, never half used; a token is sent to `baseUrl` only. It refuses to retry and to follow anything but JSON.
 */
import { Failure, type SdkError } from "#api/errors.ts";
import type { Clock } from "#lib/clock.ts";
import type { Log } from "#lib/log.ts";
import { isObject } from "#sdk/events/envelope.ts";
import { errorOfAnswer, limitedBody, parseJson, type Answer } from "./answer.ts";
import { startDeadline, type Deadline } from "./deadline.ts";
import type { Http, HttpRequest, HttpUpload, TokenKeeper } from "./http.ts";
import { canUploadByXhr, uploadByXhr } from "./xhr-upload.ts";

export interface HttpOptions {
  readonly baseUrl: string;
  readonly token: () => string | undefined;
  readonly fetch?: typeof fetch;
  readonly clock: Clock;
  readonly log: Log;
  /** The server no longer knows our token. `soft`: it wants us to sign in again and keep what is here. */
  readonly onUnknownToken?: (logout: "soft" | "hard") => void;
  /** Asked before each request with a token, and when the server refuses one. */
  readonly keeper?: TokenKeeper;
  /** Largest JSON body read, bytes. */
  readonly maxJsonBytes?: number;
  /** Largest download read, bytes. */
  readonly maxBlobBytes?: number;
}

const DEFAULT_TIMEOUT_MS = 30_000;
const DOWNLOAD_TIMEOUT_MS = 120_000;
const UPLOAD_TIMEOUT_MS = 30 * 60_000;
const MAX_JSON_BYTES = 128 * 1024 * 1024;
const MAX_BLOB_BYTES = 512 * 1024 * 1024;

type Query = HttpRequest["query"];

export function buildUrl(baseUrl: string, path: string, query: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === undefined) continue;
    if (typeof value === "string" || typeof value === "number") search.append(name, String(value));
    else for (const item of value) search.append(name, item);
  }
  const text = search.toString();
  return `${baseUrl}${path}${text === "" ? "" : `?${text}`}`;
}

export function createHttp(options: HttpOptions): Http {
  const { clock, log, token } = options;
  const baseUrl = options.baseUrl.replace(/\/+$/, "");
  const maxJson = options.maxJsonBytes ?? MAX_JSON_BYTES;
  const maxBlob = options.maxBlobBytes ?? MAX_BLOB_BYTES;
  // Called through a wrapper: `fetch` taken off its global throws "Illegal invocation".
  const send: typeof fetch = options.fetch ?? ((input, init) => fetch(input, init));

  function headers(value: string | undefined, contentType: string | undefined): Record<string, string> {
    const result: Record<string, string> = {};
    if (value !== undefined) result["Authorization"] = `Bearer ${value}`;
    if (contentType !== undefined) result["Content-Type"] = contentType;
    return result;
  }

  /** `again`: there is another token by now, and a request refused for its token alone did nothing. */
  async function judge(answer: Answer, sentToken: string | undefined, attempt: "first" | "second"): Promise<"again"> {
    const { error, softLogout } = errorOfAnswer(answer, clock.now());
    const aboutToken = error.kind === "matrix" && error.status === 401 && error.errcode === "M_UNKNOWN_TOKEN";
    if (!aboutToken || sentToken === undefined) throw new Failure(error);
    if (options.keeper && attempt === "first" && (await options.keeper.renew(sentToken)) === "renewed") return "again";
    // A request that left with an older token says nothing about the present one.
    if (sentToken === token()) options.onUnknownToken?.(softLogout ? "soft" : "hard");
    throw new Failure(softLogout ? error : { kind: "signed-out" });
  }

  async function tokenFor(auth: "token" | "none"): Promise<string | undefined> {
    if (auth === "none") return undefined;
    await options.keeper?.ready();
    const value = token();
    if (value === undefined) throw new Failure({ kind: "signed-out" });
    return value;
  }

  function translate(cause: unknown, deadline: Deadline, what: string): never {
    if (cause instanceof Failure) throw cause;
    const error: SdkError =
      deadline.outcome() === "timeout"
        ? { kind: "timeout" }
        : deadline.outcome() === "cancelled"
          ? { kind: "cancelled" }
          : { kind: "offline" };
    if (error.kind !== "cancelled")
      log.debug(`http: ${what}: ${error.kind}`, cause instanceof Error ? cause.message : cause);
    throw new Failure(error);
  }

  async function call<T>(
    request: HttpRequest,
    timeoutMs: number,
    read: (response: Response) => Promise<T>,
    readChallenge?: (json: unknown) => T,
    attempt: "first" | "second" = "first",
  ): Promise<T> {
    const auth = request.auth ?? "token";
    if (request.signal?.aborted) throw new Failure({ kind: "cancelled" });
    const sentToken = await tokenFor(auth);
    const { body, contentType } = bodyOf(request);
    const init: RequestInit = {
      method: request.method,
      headers: headers(sentToken, contentType),
      credentials: "omit",
      cache: "no-store",
      referrerPolicy: "no-referrer",
      ...(body === undefined ? {} : { body }),
    };
    const deadline = startDeadline(clock, timeoutMs, request.signal);
    try {
      const response = await send(buildUrl(baseUrl, request.path, request.query), { ...init, signal: deadline.signal });
      if (response.ok) return await read(response);
      const text = new TextDecoder().decode(await limitedBody(response, maxJson));
      const challenge = response.status === 401 && readChallenge ? challengeIn(text) : undefined;
      if (challenge && readChallenge) return readChallenge(challenge);
      const answer: Answer = { status: response.status, body: text, retryAfter: response.headers.get("Retry-After") };
      await judge(answer, sentToken, attempt);
    } catch (cause) {
      return translate(cause, deadline, `${request.method} ${request.path}`);
    } finally {
      deadline.end();
    }
    return call(request, timeoutMs, read, readChallenge, "second");
  }

  async function readJson(response: Response): Promise<unknown> {
    return parseJson(new TextDecoder().decode(await limitedBody(response, maxJson)));
  }

  async function ignore(response: Response): Promise<unknown> {
    await response.body?.cancel();
    return undefined;
  }

  async function readBlob(response: Response): Promise<Blob> {
    const bytes = await limitedBody(response, maxBlob);
    return new Blob([bytes], { type: response.headers.get("Content-Type") ?? "application/octet-stream" });
  }

  async function upload(request: HttpUpload, attempt: "first" | "second" = "first"): Promise<unknown> {
    if (request.signal?.aborted) throw new Failure({ kind: "cancelled" });
    const url = buildUrl(baseUrl, request.path, request.query);
    const sentToken = await tokenFor("token");
    const head = headers(sentToken, request.contentType);
    const deadline = startDeadline(clock, UPLOAD_TIMEOUT_MS, request.signal);
    try {
      let answer: Answer;
      if (canUploadByXhr() && options.fetch === undefined) {
        answer = await uploadByXhr({
          url,
          headers: head,
          blob: request.blob,
          signal: deadline.signal,
          onProgress: request.onProgress,
        });
      } else {
        const response = await send(url, {
          method: "POST",
          headers: head,
          body: request.blob,
          credentials: "omit",
          signal: deadline.signal,
        });
        const body = new TextDecoder().decode(await limitedBody(response, maxJson));
        answer = { status: response.status, body, retryAfter: response.headers.get("Retry-After") };
        if (response.ok) request.onProgress?.(request.blob.size, request.blob.size);
      }
      if (answer.status >= 200 && answer.status < 300) return parseJson(answer.body);
      await judge(answer, sentToken, attempt);
    } catch (cause) {
      return translate(cause, deadline, `upload ${request.path}`);
    } finally {
      deadline.end();
    }
    return upload(request, "second");
  }

  return {
    baseUrl,
    request: (request) =>
      call(
        request,
        request.timeoutMs ?? DEFAULT_TIMEOUT_MS,
        request.answer === "ignored" ? ignore : readJson,
        request.challenge === "return" ? (json) => json : undefined,
      ),
    download: (request) => call({ ...request, method: "GET" }, request.timeoutMs ?? DOWNLOAD_TIMEOUT_MS, readBlob),
    upload: (request) => upload(request),
  };
}

function bodyOf({ body, form }: HttpRequest): {
  readonly body: string | undefined;
  readonly contentType: string | undefined;
} {
  if (form) return { body: new URLSearchParams(form).toString(), contentType: "application/x-www-form-urlencoded" };
  if (body === undefined) return { body: undefined, contentType: undefined };
  return { body: JSON.stringify(body), contentType: "application/json" };
}

/** The body of a 401 that asks for user-interactive authentication. */
function challengeIn(text: string): unknown {
  try {
    const json: unknown = JSON.parse(text);
    return isObject(json) && Array.isArray(json["flows"]) ? json : undefined;
  } catch {
    return undefined;
  }
}
