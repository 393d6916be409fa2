/**
 * The port to one homeserver. Every call has a deadline, can be aborted, and fails with `Failure`: `offline` (no answer),
 * `timeout`, `matrix` (an error answer, `retryAfterMs` filled in on 429), `cancelled`, `signed-out` (`M_UNKNOWN_TOKEN`
 * that is not a soft logout). Retrying is the caller's business (`retry.ts`): what may be repeated differs by call.
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

export interface Http {
  readonly baseUrl: string;
  /** Parsed JSON of a 2xx answer. */
  request(request: HttpRequest): Promise<unknown>;
  /** Body of a 2xx answer as a blob with the server's content type. */
  download(request: Pick<HttpRequest, "path" | "query" | "signal" | "timeoutMs">): Promise<Blob>;
  upload(upload: HttpUpload): Promise<unknown>;
}
