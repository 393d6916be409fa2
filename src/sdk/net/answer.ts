/** What an HTTP answer means: its body within limits, and its error in the SDK's terms. */
import { Failure, type SdkError } from "#api/errors.ts";
import { asString, isObject } from "#sdk/events/envelope.ts";

export interface Answer {
  readonly status: number;
  readonly body: string;
  /** The `Retry-After` header, where CORS lets us see it. */
  readonly retryAfter: string | null;
}

/** Reads a body to its end; a longer one is dropped as soon as it is known to be. */
export async function limitedBody(response: Response, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = (): Failure =>
    new Failure({
      kind: "matrix",
      status: response.status,
      errcode: "M_TOO_LARGE",
      message: "",
      retryAfterMs: undefined,
    });
  if (!response.body) return new Uint8Array(await response.arrayBuffer());
  const reader = response.body.getReader();
  const parts: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    total += value.byteLength;
    if (total > maxBytes) {
      void reader.cancel().catch(() => undefined);
      throw tooLarge();
    }
    parts.push(value);
  }
  const all = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.byteLength;
  }
  return all;
}

/** JSON of a good answer. What is not JSON does not come from the homeserver (a captive portal, a cut connection). */
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new Failure({ kind: "offline" });
  }
}

const MAX_WAIT_MS = 15 * 60_000;

function waitOf(body: unknown, header: string | null, now: number): number | undefined {
  const field = isObject(body) ? body["retry_after_ms"] : undefined;
  let ms: number | undefined;
  if (typeof field === "number" && Number.isFinite(field)) ms = field;
  else if (header !== null && /^\d+$/.test(header.trim())) ms = Number(header.trim()) * 1000;
  else if (header !== null && Number.isFinite(Date.parse(header))) ms = Date.parse(header) - now;
  return ms === undefined ? undefined : Math.min(Math.max(0, Math.ceil(ms)), MAX_WAIT_MS);
}

/** The error of an answer outside 2xx. */
export function errorOfAnswer(answer: Answer, now: number): { readonly error: SdkError; readonly softLogout: boolean } {
  let body: unknown;
  try {
    body = JSON.parse(answer.body);
  } catch {
    body = undefined;
  }
  const json = isObject(body) ? body : {};
  const limited = answer.status === 429 || answer.status === 503;
  return {
    error: {
      kind: "matrix",
      status: answer.status,
      errcode: asString(json["errcode"])?.slice(0, 255) ?? (answer.status === 429 ? "M_LIMIT_EXCEEDED" : "M_UNKNOWN"),
      message: asString(json["error"])?.slice(0, 1000) ?? "",
      retryAfterMs: limited ? waitOf(body, answer.retryAfter, now) : undefined,
    },
    softLogout: json["soft_logout"] === true,
  };
}
