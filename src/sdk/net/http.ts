/**
 * The port to one homeserver. Every call has a deadline, can be aborted, and fails with `Failure`: `offline` (no answer),
 * `timeout`, `matrix` (an error answer, `retryAfterMs` filled in on 429), `cancelled`, `signed-out` (`M_UNKNOWN_TOKEN`
 * that is not a soft logout). A request refused for its token alone is repeated once with a renewed one. Retrying is the caller's business (`retry.ts`): what may be repeated differs by call.
 */
export interface HttpRequest {
  readonly method: "GET" | "PUT" | "POST" | "DELETE";
  /** Path below the base URL, e.g. `/_matrix/client/v3/rooms/${encodeURIComponent(id)}/messages`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | readonly string[] | undefined>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  /** Milliseconds; default 30,000. */
  readonly timeoutMs?: number;
  readonly auth?: "token" | "none";
  /** Sent as a form instead of JSON (OAuth 2.0 endpoints). */
  readonly form?: Readonly<Record<string, string>>;
  /** `return`: a 401 that asks for user-interactive authentication is an answer, not an error (`uia.ts`). */
  readonly challenge?: "return";
  /** A good answer is not read at all: it need not be JSON. */
  readonly answer?: "ignored";
}

export interface HttpUpload {
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly blob: Blob;
  readonly contentType: string;
  readonly signal?: AbortSignal;
  /** Bytes sent so far. */
  readonly onProgress?: (sent: number, total: number) => void;
}

/** Who owns a token that ends and is renewed (`account/tokens.ts`). */
export interface TokenKeeper {
  /** `undefined` where there is a usable token; else resolves, never rejects, when it is worth asking. */
  ready(): Promise<void> | undefined;
  /**
   * The server refused this token: `renewed` when there is a newer one, so that the request goes out once more. Rejects
   * with what kept the server from being asked.
   */
  renew(refused: string): Promise<"renewed" | "ended">;
}

export interface Http {
  readonly baseUrl: string;
  /** Parsed JSON of a 2xx answer. */
  request(request: HttpRequest): Promise<unknown>;
  /** Body of a 2xx answer as a blob with the server's content type. */
  download(request: Pick<HttpRequest, "path" | "query" | "signal" | "timeoutMs">): Promise<Blob>;
  upload(upload: HttpUpload): Promise<unknown>;
}
