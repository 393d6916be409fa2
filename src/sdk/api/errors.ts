/**
 * Expected failures are values that survive structured clone. Bugs throw and become `bug` at the port.
 */
export type SdkError =
  /** The server can't be reached; nothing is lost, the caller may simply try again. */
  | { readonly kind: "offline" }
  /** The server answered with an error (spec: Client-Server API, Standard error response). */
  | {
      readonly kind: "matrix";
      readonly status: number;
      readonly errcode: string;
      readonly message: string;
      /** Milliseconds the server asks us to wait, from `retry_after_ms` or `Retry-After`. */
      readonly retryAfterMs: number | undefined;
    }
  /** Discovery failed: `reason` says at which step. */
  | { readonly kind: "discovery"; readonly reason: "invalid" | "unreachable" | "not-matrix" | "insecure" }
  /** Input that can't be what was asked for, found before any request. */
  | {
      readonly kind: "invalid";
      readonly field: string;
      readonly reason: "empty" | "malformed" | "too-large" | "not-found";
    }
  | { readonly kind: "storage"; readonly code: "quota" | "blocked" | "lost" | "failed" }
  | { readonly kind: "crypto"; readonly code: string }
  | { readonly kind: "signed-out" }
  /** A way of signing in that leads over a page of the server did not end well. */
  | { readonly kind: "sign-in"; readonly reason: SignInTrouble }
  | { readonly kind: "timeout" }
  | { readonly kind: "cancelled" }
  | { readonly kind: "core-restarted" }
  | { readonly kind: "bug"; readonly message: string };

export type SignInTrouble =
  /** Nothing like it was begun in this browser, or it was finished already. */
  | "unknown-attempt"
  /** It was begun more than ten minutes ago. */
  | "expired"
  /** Somebody else than the user whose data is kept here. */
  | "other-user"
  /** The person said no on the server's page. */
  | "denied"
  /** The server's page did. */
  | "refused"
  /** The server does not offer it. */
  | "unsupported";

/** The outcome of a verb. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: SdkError };

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function fail(error: SdkError): { readonly ok: false; readonly error: SdkError } {
  return { ok: false, error };
}

/** Thrown inside the SDK to leave deep code with an expected failure; the port turns it into a `Result`. */
export class Failure extends Error {
  readonly error: SdkError;
  constructor(error: SdkError) {
    super(error.kind === "matrix" ? `${error.errcode} ${error.status}` : error.kind);
    this.name = "Failure";
    this.error = error;
  }
}
