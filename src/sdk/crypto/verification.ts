/**
 * Verifications under way, between devices of ours (to-device) and with other people (in a room of the two). The engine
 * runs the protocol; here it is heard, shown and driven. Always holds: what it asks to be sent is sent; the emoji are
 * accepted by themselves, trust only by a person; an ended flow stays until it is dismissed.
 */
import type {
  OutgoingVerificationRequest,
  Qr,
  Sas,
  VerificationMethod,
  VerificationRequest,
} from "@matrix-org/matrix-sdk-crypto-wasm";
import { Failure } from "#api/errors.ts";
import type { VerificationPhase } from "#api/encryption.ts";
import { parseEventId, parseUserId, type RoomId, type UserId } from "#api/ids.ts";
import { asString, isObject, type JsonObject, type MatrixEvent } from "#sdk/events/envelope.ts";
import type { CryptoInternals } from "./create-crypto.ts";
import { sendRequest, type EngineRequest } from "./requests.ts";
import type { Running } from "./running.ts";

export interface VerificationFlow {
  readonly key: string;
  readonly userId: UserId;
  readonly with: "self" | "other";
  readonly deviceId: string | undefined;
  readonly roomId: RoomId | undefined;
  /** Milliseconds since the epoch. */
  readonly until: number | undefined;
  readonly beganAt: number;
  readonly phase: VerificationPhase;
}

export interface Verification {
  flows(): readonly VerificationFlow[];
  /** All own devices, or one. */
  requestOwn(deviceId: string | undefined): Promise<string>;
  /** Another person, in a room of the two. */
  requestIn(roomId: RoomId, userId: UserId): Promise<string>;
  /** One device of another person. */
  requestDevice(userId: UserId, deviceId: string): Promise<string>;
  accept(key: string): Promise<void>;
  cancel(key: string): Promise<void>;
  startEmoji(key: string): Promise<void>;
  scan(key: string, code: Uint8Array): Promise<void>;
  confirm(key: string): Promise<void>;
  mismatch(key: string): Promise<void>;
  dismiss(key: string): void;
}

interface Flow {
  readonly key: string;
  readonly userId: UserId;
  readonly request: VerificationRequest;
  readonly beganAt: number;
  roomId: RoomId | undefined;
  code: { readonly bytes: Uint8Array | undefined } | undefined;
  /** Updates come one after the other: two codes made at once cancel each other. */
  turn: Promise<void>;
  confirmed: "yes" | "no";
  phase: VerificationPhase;
  /** Whose changes are heard; the engine gives a new object of the same thing each time. */
  readonly watched: Set<"emoji" | "code">;
}

const REQUEST = "m.key.verification.request";
/** Requests live ten minutes (spec: Key verification framework). */
const FRESH_MS = 10 * 60_000;

export function createVerification(crypto: CryptoInternals): Verification {
  const { session, http, writer, clock, log } = crypto.options;
  const me = session.userId;
  const flows = new Map<string, Flow>();

  function methods({ wasm }: Running["engine"]): VerificationMethod[] {
    const { VerificationMethod: Method } = wasm;
    return [Method.SasV1, Method.QrCodeScanV1, Method.QrCodeShowV1, Method.ReciprocateV1];
  }

  async function deliver(running: Running, outgoing: OutgoingVerificationRequest | undefined): Promise<void> {
    if (!outgoing) return;
    const request = outgoing as EngineRequest;
    if (request.room_id === undefined) {
      await sendRequest(running.engine, http, request);
      return;
    }
    await sendInRoom(
      running,
      request.room_id as RoomId,
      request.event_type ?? "",
      request.body,
      request.txn_id,
      request,
    );
  }

  /** Into the room as any message goes: encrypted where the room is. Answers the event's id. */
  async function sendInRoom(
    running: Running,
    roomId: RoomId,
    type: string,
    body: string,
    txnId: string | undefined,
    request?: EngineRequest,
  ): Promise<string> {
    const json: unknown = JSON.parse(body);
    const content: JsonObject = isObject(json) ? json : {};
    const encrypted = (await crypto.encryptionOf(roomId)) === "encrypted";
    const sent = encrypted ? await crypto.encrypt(roomId, type, content, new AbortController().signal) : content;
    const place = [roomId, "send", encrypted ? "m.room.encrypted" : type, txnId ?? globalThis.crypto.randomUUID()];
    const answer = await http.request({
      method: "PUT",
      path: `/_matrix/client/v3/rooms/${place.map(encodeURIComponent).join("/")}`,
      body: sent,
    });
    if (request?.id !== undefined) {
      const call = running.engine.machine.markRequestAsSent(request.id, request.type, JSON.stringify(answer));
      await running.engine.within(call, "an answer of the server");
    }
    return (isObject(answer) ? asString(answer["event_id"]) : undefined) ?? "";
  }

  function adopt(running: Running, request: VerificationRequest, roomId: RoomId | undefined): Flow | undefined {
    const userId = parseUserId(request.otherUserId.toString());
    if (!userId) return undefined;
    const key = request.flowId;
    const known = flows.get(key);
    if (known) return known;
    // Whoever asks again and again has one place in the list, not one for each try.
    for (const old of flows.values())
      if (old.userId === userId && !request.weStarted() && old.request.isCancelled()) flows.delete(old.key);
    const flow: Flow = {
      key,
      userId,
      request,
      beganAt: clock.now(),
      roomId,
      code: undefined,
      turn: Promise.resolve(),
      confirmed: "no",
      phase: request.weStarted() ? { phase: "asked" } : { phase: "incoming" },
      watched: new Set(),
    };
    flows.set(key, flow);
    request.registerChangesCallback(() => later(running, flow));
    void later(running, flow);
    return flow;
  }

  /** The engine waits for its callbacks: what they lead to happens afterwards. */
  function later(running: Running, flow: Flow): Promise<void> {
    queueMicrotask(() => {
      update(running, flow).catch((cause: unknown) => log.error("crypto: a verification could not go on", cause));
    });
    return Promise.resolve();
  }

  function update(running: Running, flow: Flow): Promise<void> {
    const next = flow.turn.then(() => look(running, flow));
    flow.turn = next.catch(() => undefined);
    return next;
  }

  async function look(running: Running, flow: Flow): Promise<void> {
    const before = flow.phase.phase;
    const next = await phaseOf(running, flow);
    // Only then it is done: whoever asks for this person's keys before the server has our signature gets them without it.
    if (next.phase === "done" && before !== "done")
      await finished(running, flow).catch((cause: unknown) => log.info("crypto: a signature waits", cause));
    flow.phase = next;
    writer.announce("verifications");
  }

  async function finished(running: Running, flow: Flow): Promise<void> {
    const { machine, wasm } = running.engine;
    if (flow.userId === me) await running.engine.within(machine.requestMissingSecretsIfNeeded(), "asking for secrets");
    await running.drain.run();
    if (flow.userId !== me)
      await sendRequest(running.engine, http, machine.queryKeysForUsers([new wasm.UserId(flow.userId)]));
    await crypto.hub.identity(flow.userId);
    writer.announce("trust");
    writer.announce("encryption");
  }

  async function phaseOf(running: Running, flow: Flow): Promise<VerificationPhase> {
    const { wasm } = running.engine;
    const { VerificationRequestPhase: Phase } = wasm;
    const { request } = flow;
    switch (request.phase()) {
      case Phase.Created:
      case Phase.Requested:
        return request.weStarted() ? { phase: "asked" } : { phase: "incoming" };
      case Phase.Ready:
        return readyPhase(running, flow);
      case Phase.Transitioned: {
        const verification = request.getVerification();
        if (!verification) return { phase: "waiting" };
        watch(running, flow, verification);
        if (verification instanceof wasm.Sas) return sasPhase(running, flow, verification);
        // Showing a code begins nothing: until it is scanned, emoji can be compared instead.
        return verification.state() === wasm.QrState.Created
          ? readyPhase(running, flow)
          : qrPhase(running, flow, verification);
      }
      case Phase.Done:
        return { phase: "done" };
      default:
        return cancelled(flow);
    }
  }

  function watch(running: Running, flow: Flow, verification: Sas | Qr): void {
    const kind = verification instanceof running.engine.wasm.Sas ? "emoji" : "code";
    if (flow.watched.has(kind)) return;
    flow.watched.add(kind);
    verification.registerChangesCallback(() => later(running, flow));
  }

  async function readyPhase(running: Running, flow: Flow): Promise<VerificationPhase> {
    const { engine } = running;
    const { VerificationMethod: Method } = engine.wasm;
    const theirs = flow.request.theirSupportedMethods ?? [];
    if (flow.code === undefined && theirs.includes(Method.QrCodeScanV1)) {
      flow.code = { bytes: undefined };
      try {
        const qr = await engine.within(flow.request.generateQrCode(), "a code");
        if (qr) flow.code = { bytes: new Uint8Array(qr.toBytes()) };
        if (qr) watch(running, flow, qr);
      } catch (cause) {
        // Without cross-signing there is nothing to show; emoji go.
        log.info("crypto: no code can be shown", cause);
      }
    }
    return {
      phase: "ready",
      code: flow.code?.bytes,
      scan: theirs.includes(Method.QrCodeShowV1) ? "yes" : "no",
      emoji: theirs.includes(Method.SasV1) ? "yes" : "no",
    };
  }

  async function sasPhase(running: Running, flow: Flow, sas: Sas): Promise<VerificationPhase> {
    if (sas.isDone()) return { phase: "done" };
    if (sas.isCancelled()) return cancelled(flow, sas.cancelInfo());
    // Gives nothing where we began comparing; "weStarted" tells only who made the request.
    if (!sas.hasBeenAccepted()) await deliver(running, sas.accept());
    if (!sas.canBePresented()) {
      // Once confirmed on one side the engine has no emoji any more; they stay until both have spoken.
      return flow.phase.phase === "compare" ? { ...flow.phase, confirmed: flow.confirmed } : { phase: "waiting" };
    }
    const [a = 0, b = 0, c = 0] = sas.decimals() ?? [];
    return {
      phase: "compare",
      emoji: (sas.emoji() ?? []).map((emoji) => ({ symbol: emoji.symbol, name: emoji.description })),
      decimals: [a, b, c],
      confirmed: flow.confirmed,
    };
  }

  function qrPhase({ engine }: Running, flow: Flow, qr: Qr): VerificationPhase {
    if (qr.isDone()) return { phase: "done" };
    if (qr.isCancelled()) return cancelled(flow, qr.cancelInfo());
    return qr.hasBeenScanned() && qr.state() === engine.wasm.QrState.Scanned
      ? { phase: "scanned" }
      : { phase: "waiting" };
  }

  function cancelled(flow: Flow, info = flow.request.cancelInfo): VerificationPhase {
    const by = info?.cancelledbyUs() === true ? "me" : "them";
    switch (info?.cancelCode()) {
      case "m.user":
        return { phase: "cancelled", by, reason: "refused" };
      case "m.timeout":
        return { phase: "cancelled", by, reason: "timeout" };
      case "m.accepted":
        return { phase: "cancelled", by, reason: "elsewhere" };
      case "m.mismatched_sas":
      case "m.mismatched_commitment":
      case "m.key_mismatch":
      case "m.user_mismatch":
        return { phase: "cancelled", by, reason: "mismatch" };
      default:
        return { phase: "cancelled", by, reason: flow.request.timedOut() ? "timeout" : "other" };
    }
  }

  function flowOf(key: string): Flow {
    const flow = flows.get(key);
    if (!flow) throw new Failure({ kind: "invalid", field: "key", reason: "not-found" });
    return flow;
  }

  function sasOf({ engine }: Running, flow: Flow): Sas | undefined {
    const verification = flow.request.getVerification();
    return verification instanceof engine.wasm.Sas ? verification : undefined;
  }

  /** A request that came to this device; the engine has it already. */
  function arrived(running: Running, sender: unknown, flowId: unknown): void {
    const userId = parseUserId(sender);
    if (!userId || typeof flowId !== "string") return;
    const request = running.engine.machine.getVerificationRequest(new running.engine.wasm.UserId(userId), flowId);
    if (request) adopt(running, request, undefined);
  }

  /** Steps are heard one after the other, in the order they came: an answer means nothing before its question. */
  let hearing: Promise<void> = Promise.resolve();

  function isRequest(event: MatrixEvent): boolean {
    return event.type === "m.room.message" && event.content["msgtype"] === REQUEST;
  }

  function saw(roomId: RoomId, events: readonly MatrixEvent[]): Promise<void> {
    const steps = events.filter(
      (event) =>
        (isRequest(event) || event.type.startsWith("m.key.verification.")) &&
        Math.abs(clock.now() - event.ts) <= FRESH_MS,
    );
    if (steps.length === 0) return Promise.resolve();
    const next = hearing.then(async () => {
      for (const event of steps) {
        const running = crypto.running();
        if (running) await hear(running, roomId, event, isRequest(event) ? "request" : "step");
      }
    });
    hearing = next.catch(() => undefined);
    return next;
  }

  crypto.hub.listen({
    live: saw,
    toDevice: (event) => {
      const running = crypto.running();
      if (!running || !("rawEvent" in event)) return;
      const json: unknown = JSON.parse(event.rawEvent);
      if (!isObject(json) || json["type"] !== REQUEST || !isObject(json["content"])) return;
      arrived(running, json["sender"], json["content"]["transaction_id"]);
    },
  });

  return {
    flows: () =>
      [...flows.values()]
        .map((flow) => {
          const left = flow.request.timeRemainingMillis();
          return {
            key: flow.key,
            userId: flow.userId,
            with: flow.userId === me ? ("self" as const) : ("other" as const),
            deviceId: flow.request.otherDeviceId?.toString(),
            roomId: flow.roomId,
            until: flow.phase.phase === "done" || flow.phase.phase === "cancelled" ? undefined : clock.now() + left,
            beganAt: flow.beganAt,
            phase: flow.phase,
          };
        })
        .sort((a, b) => b.beganAt - a.beganAt),
    async requestOwn(deviceId) {
      const running = await crypto.whenRunning();
      const { engine } = running;
      const user = () => new engine.wasm.UserId(me);
      await sendRequest(engine, http, engine.machine.queryKeysForUsers([user()]));
      if (deviceId !== undefined) return requestDevice(running, me, deviceId);
      const own = await engine.within(engine.machine.getIdentity(user()), "our identity");
      if (!(own instanceof engine.wasm.OwnUserIdentity)) throw new Failure({ kind: "crypto", code: "no-identity" });
      const [request, outgoing] = await engine.within(own.requestVerification(methods(engine)), "a request");
      own.free();
      return begun(running, request, outgoing, undefined);
    },
    requestDevice: async (userId, deviceId) => requestDevice(await crypto.whenRunning(), userId, deviceId),
    async requestIn(roomId, userId) {
      const running = await crypto.whenRunning();
      const { engine } = running;
      await sendRequest(engine, http, engine.machine.queryKeysForUsers([new engine.wasm.UserId(userId)]));
      const other = await engine.within(engine.machine.getIdentity(new engine.wasm.UserId(userId)), "an identity");
      if (!(other instanceof engine.wasm.OtherUserIdentity)) throw new Failure({ kind: "crypto", code: "no-identity" });
      const json: unknown = JSON.parse(other.verificationRequestContent(methods(engine)));
      // The engine leaves it out, and without it nobody sees a request.
      const content = { ...(isObject(json) ? json : {}), msgtype: REQUEST };
      const id = await sendInRoom(running, roomId, "m.room.message", JSON.stringify(content), undefined);
      const eventId = parseEventId(id);
      if (!eventId) throw new Failure({ kind: "bug", message: "a request without an event id" });
      const request = other.requestVerification(
        new engine.wasm.RoomId(roomId),
        new engine.wasm.EventId(eventId),
        methods(engine),
      );
      other.free();
      return begun(running, request, undefined, roomId);
    },
    async accept(key) {
      const running = await crypto.whenRunning();
      const flow = flowOf(key);
      await deliver(running, flow.request.acceptWithMethods(methods(running.engine)));
      await update(running, flow);
    },
    async cancel(key) {
      const running = await crypto.whenRunning();
      const flow = flowOf(key);
      await deliver(running, flow.request.cancel());
      await update(running, flow);
    },
    async startEmoji(key) {
      const running = await crypto.whenRunning();
      const flow = flowOf(key);
      const started = await running.engine.within(flow.request.startSas(), "comparing emoji");
      if (started) {
        const [sas, outgoing] = started;
        watch(running, flow, sas);
        await deliver(running, outgoing);
      }
      await update(running, flow);
    },
    async scan(key, code) {
      const running = await crypto.whenRunning();
      const { engine } = running;
      const flow = flowOf(key);
      let scan;
      try {
        scan = engine.wasm.QrCodeScan.fromBytes(new Uint8ClampedArray(code));
      } catch {
        throw new Failure({ kind: "crypto", code: "not-a-code" });
      }
      let qr: Qr;
      try {
        qr = await engine.within(flow.request.scanQrCode(scan), "reading a code");
      } catch (cause) {
        log.info("crypto: a code does not fit", cause);
        throw new Failure({ kind: "crypto", code: "wrong-code" });
      }
      watch(running, flow, qr);
      await deliver(running, qr.reciprocate());
      await update(running, flow);
    },
    async confirm(key) {
      const running = await crypto.whenRunning();
      const flow = flowOf(key);
      const verification = flow.request.getVerification();
      flow.confirmed = "yes";
      if (verification instanceof running.engine.wasm.Sas) {
        const outgoing = await running.engine.within(verification.confirm(), "confirming");
        for (const request of outgoing) await deliver(running, request);
      } else if (verification) await deliver(running, verification.confirmScanning());
      await running.drain.run();
      await update(running, flow);
    },
    async mismatch(key) {
      const running = await crypto.whenRunning();
      const flow = flowOf(key);
      const sas = sasOf(running, flow);
      await deliver(running, sas ? sas.cancelWithCode("m.mismatched_sas") : flow.request.cancel());
      await update(running, flow);
    },
    dismiss: (key) => {
      const flow = flows.get(key);
      if (flow?.phase.phase !== "done" && flow?.phase.phase !== "cancelled") return;
      flows.delete(key);
      writer.announce("verifications");
    },
  };

  async function hear(running: Running, roomId: RoomId, event: MatrixEvent, kind: "request" | "step"): Promise<void> {
    const { engine } = running;
    // A stranger's keys must be known before the engine can tell whose request it is.
    if (kind === "request" && event.sender !== me)
      await sendRequest(engine, http, engine.machine.queryKeysForUsers([new engine.wasm.UserId(event.sender)]));
    const wire = JSON.stringify({
      event_id: event.eventId,
      type: event.type,
      sender: event.sender,
      content: event.content,
      origin_server_ts: event.ts,
      room_id: roomId,
      unsigned: {},
    });
    await engine.within(engine.machine.receiveVerificationEvent(wire, new engine.wasm.RoomId(roomId)), "a step");
    if (kind === "request" && event.sender !== me) {
      const user = new engine.wasm.UserId(event.sender);
      const request = engine.machine.getVerificationRequest(user, event.eventId);
      if (request) adopt(running, request, roomId);
    }
    await running.drain.run();
  }

  async function requestDevice(running: Running, userId: UserId, deviceId: string): Promise<string> {
    const { engine } = running;
    const { wasm, machine } = engine;
    const device = await engine.within(
      machine.getDevice(new wasm.UserId(userId), new wasm.DeviceId(deviceId)),
      "a device",
    );
    if (!device) throw new Failure({ kind: "invalid", field: "deviceId", reason: "not-found" });
    const [request, outgoing] = device.requestVerification(methods(engine));
    device.free();
    return begun(running, request, outgoing, undefined);
  }

  async function begun(
    running: Running,
    request: VerificationRequest,
    outgoing: OutgoingVerificationRequest | undefined,
    roomId: RoomId | undefined,
  ): Promise<string> {
    await deliver(running, outgoing);
    const flow = adopt(running, request, roomId);
    if (!flow) throw new Failure({ kind: "bug", message: "a request to nobody" });
    return flow.key;
  }
}
