/**
 * What an opened event's shield says follows from what is known of its sender, and that changes: sessions are verified,
 * identities replaced. Shields of loaded events are read anew when it does, and when a room is opened. Never decrypts again,
 * and never writes over an event that changed meanwhile.
 */
import { structuralEqual } from "#lib/structural-equal.ts";
import type { EventId, RoomId, UserId } from "#api/ids.ts";
import type { Shield } from "#api/encryption.ts";
import type { MatrixEvent } from "#sdk/events/envelope.ts";
import { ENCRYPTED } from "./ciphertext.ts";
import type { CryptoInternals } from "./create-crypto.ts";
import type { Engine } from "./engine.ts";
import { shieldOf } from "./open-event.ts";

export interface FreshShields {
  /** A room was opened. */
  look(roomId: RoomId): void;
}

/** Newest first; what lies further back is read anew when it is opened again. */
const MOST = 300;
const TURN_EVERY = 16;
/** Devices and identity of one person change together. */
const GATHER_MS = 200;

type Opened = MatrixEvent & { readonly crypto: { readonly state: "open"; readonly shield: Shield | undefined } };

function isOpened(event: MatrixEvent): event is Opened {
  return event.crypto?.state === "open" && event.redactedBy === undefined;
}

export function createFreshShields(crypto: CryptoInternals): FreshShields {
  const { rooms, writer, clock, log } = crypto.options;
  const changed = new Set<UserId>();
  let tail: Promise<void> = Promise.resolve();
  let gathering: "yes" | "no" = "no";

  function eventsOf(roomId: RoomId): readonly MatrixEvent[] {
    return (rooms.timeline(roomId)?.chunks ?? []).flatMap((chunk) => chunk.events);
  }

  async function shieldNow(engine: Engine, roomId: RoomId, event: MatrixEvent): Promise<Shield | undefined> {
    const { wasm, machine } = engine;
    if (event.crypto?.state !== "open") return undefined;
    const wire = JSON.stringify({
      event_id: event.eventId,
      type: ENCRYPTED,
      sender: event.sender,
      content: event.crypto.wire,
      origin_server_ts: event.ts,
      room_id: roomId,
    });
    const info = await engine.within(machine.getRoomEventEncryptionInfo(wire, new wasm.RoomId(roomId)), "a shield");
    try {
      return await shieldOf(engine, event, info);
    } finally {
      info.free();
    }
  }

  async function readAnew(roomId: RoomId, concerns: (event: Opened) => boolean): Promise<void> {
    const { engine } = await crypto.whenRunning();
    const fresh = new Map<MatrixEvent, MatrixEvent>();
    const asked = eventsOf(roomId).filter(isOpened).filter(concerns).slice(-MOST);
    for (const [index, event] of asked.entries()) {
      try {
        const shield = await shieldNow(engine, roomId, event);
        if (!structuralEqual(shield, event.crypto.shield))
          fresh.set(event, { ...event, crypto: { ...event.crypto, shield } });
      } catch (cause) {
        // Its key is gone: what was known stays.
        log.debug("crypto: a shield can't be read anew", cause);
      }
      if (index % TURN_EVERY === TURN_EVERY - 1) await new Promise((resolve) => setTimeout(resolve, 0));
    }
    if (fresh.size === 0) return;
    await writer.write(async (txn) => {
      const events = new Map<EventId, MatrixEvent>();
      for (const event of eventsOf(roomId)) {
        const next = fresh.get(event);
        if (next) events.set(event.eventId, next);
      }
      const draft = rooms.draft(txn);
      if (events.size === 0 || !(await draft.record(roomId))) return;
      await draft.replace(roomId, events);
      draft.flush();
    });
  }

  function inTurn(roomId: RoomId, concerns: (event: Opened) => boolean): void {
    tail = tail
      .then(() => readAnew(roomId, concerns))
      .catch((cause: unknown) => log.info("crypto: shields stay as they were", cause));
  }

  async function gather(): Promise<void> {
    await clock.sleep(GATHER_MS);
    gathering = "no";
    const people = new Set(changed);
    changed.clear();
    for (const { roomId } of rooms.records().values())
      if (rooms.timeline(roomId)) inTurn(roomId, (event) => people.has(event.sender));
  }

  function hear(userId: UserId): void {
    changed.add(userId);
    if (gathering === "yes") return;
    gathering = "yes";
    void gather();
  }

  crypto.hub.listen({ identity: hear, devices: hear });
  return {
    look: (roomId) => inTurn(roomId, (event) => event.crypto.shield !== undefined),
  };
}
