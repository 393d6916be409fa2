/**
 * What the engine wants from the server: its outgoing requests, one round at a time, repeated while any of them succeeds. A
 * request that is not marked as sent is offered again, so nothing here remembers anything.
 */
import type { OutgoingRequest, RequestType } from "@matrix-org/matrix-sdk-crypto-wasm";
import { Failure, type SdkError } from "#api/errors.ts";
import type { Clock } from "#lib/clock.ts";
import type { Log } from "#lib/log.ts";
import type { Http, HttpRequest } from "#sdk/net/http.ts";
import { retryClass, waitAfter } from "#sdk/net/retry.ts";
import type { Engine } from "./engine.ts";

const TIMEOUT_MS = 60_000;
const BACK_OFF = { baseMs: 1_000, maxMs: 120_000 };
const V3 = "/_matrix/client/v3";

/** Any request object of the engine: the fields the server needs. */
export interface EngineRequest {
  /** Without one the engine wants no answer. */
  readonly id: string | undefined;
  readonly type: RequestType;
  readonly body: string;
  readonly event_type?: string;
  readonly txn_id?: string;
  readonly room_id?: string;
  readonly version?: string;
}

function toHttp({ wasm }: Engine, request: EngineRequest): HttpRequest {
  const { RequestType: Kind } = wasm;
  const body: unknown = JSON.parse(request.body);
  const place = (...parts: readonly (string | undefined)[]): string =>
    [V3, ...parts.map((part) => encodeURIComponent(part ?? ""))].join("/");
  switch (request.type) {
    case Kind.KeysUpload:
      return { method: "POST", path: `${V3}/keys/upload`, body };
    case Kind.KeysQuery:
      return { method: "POST", path: `${V3}/keys/query`, body };
    case Kind.KeysClaim:
      return { method: "POST", path: `${V3}/keys/claim`, body };
    case Kind.ToDevice:
      return { method: "PUT", path: place("sendToDevice", request.event_type, request.txn_id), body };
    case Kind.SignatureUpload:
      return { method: "POST", path: `${V3}/keys/signatures/upload`, body };
    case Kind.RoomMessage:
      return {
        method: "PUT",
        path: place("rooms", request.room_id, "send", request.event_type, request.txn_id),
        body,
      };
    case Kind.KeysBackup:
      return { method: "PUT", path: `${V3}/room_keys/keys`, query: { version: request.version }, body };
    default:
      throw new Error(`the engine asks for ${String(request.type)}`);
  }
}

/** Sends one request and tells the engine of the answer. */
export async function sendRequest(
  engine: Engine,
  http: Http,
  request: EngineRequest,
  signal?: AbortSignal,
): Promise<unknown> {
  const answer = await http.request({
    ...toHttp(engine, request),
    timeoutMs: TIMEOUT_MS,
    ...(signal ? { signal } : {}),
  });
  if (request.id !== undefined) {
    const call = engine.machine.markRequestAsSent(request.id, request.type, JSON.stringify(answer));
    await engine.within(call, "an answer of the server");
  }
  return answer;
}

export interface Drain {
  /**
   * `busy` while requests are on their way. The engine takes all its keys for uploaded once an upload is answered: it must
   * not make new ones meanwhile, so it is not told then how many the server has.
   */
  state(): "busy" | "idle";
  /** Sends what there is; callers that come meanwhile get another round. Resolves when nothing is left or nothing works. */
  run(): Promise<void>;
  stop(): void;
}

export function createDrain(deps: {
  readonly engine: Engine;
  readonly http: Http;
  readonly clock: Clock;
  readonly log: Log;
  /** Resolves when the engine is done with what it was told before. */
  readonly settled: () => Promise<void>;
}): Drain {
  const { engine, http, clock, log } = deps;
  const stop = new AbortController();
  let running: Promise<void> | undefined;
  let again: "again" | "no" = "no";
  let failures = 0;
  let resting: "resting" | "no" = "no";

  async function round(): Promise<"progress" | "idle" | SdkError> {
    await deps.settled();
    const requests: OutgoingRequest[] = await engine.within(engine.machine.outgoingRequests(), "its list of requests");
    let outcome: "progress" | "idle" | SdkError = "idle";
    for (const request of requests) {
      if (stop.signal.aborted) return "idle";
      try {
        await sendRequest(engine, http, request, stop.signal);
        if (outcome === "idle") outcome = "progress";
      } catch (cause) {
        if (!(cause instanceof Failure)) throw cause;
        log.info(`crypto: request of kind ${request.type} failed`, cause.error);
        outcome = cause.error;
      }
    }
    return outcome;
  }

  async function work(): Promise<void> {
    do {
      again = "no";
      const outcome = await round();
      if (outcome === "progress") {
        failures = 0;
        again = "again";
      } else if (outcome !== "idle") later(outcome);
    } while (again === "again" && !stop.signal.aborted);
  }

  function later(error: SdkError): void {
    if (resting === "resting" || retryClass(error) === undefined) return;
    failures += 1;
    resting = "resting";
    void rest(waitAfter(error, failures, undefined, BACK_OFF));
  }

  async function rest(ms: number): Promise<void> {
    await clock.sleep(ms, stop.signal);
    resting = "no";
    if (!stop.signal.aborted) await drain.run();
  }

  const drain: Drain = {
    run() {
      if (stop.signal.aborted) return Promise.resolve();
      if (running) {
        again = "again";
        return running;
      }
      running = work()
        .catch((cause: unknown) => {
          if (!stop.signal.aborted) log.error("crypto: requests could not be sent", cause);
        })
        .finally(() => {
          running = undefined;
        });
      return running;
    },
    state: () => (running ? "busy" : "idle"),
    stop: () => stop.abort(),
  };
  return drain;
}
