/** Who hears what the engine has to tell. Listeners run outside of the engine's work; one that breaks harms no other. */
import type { ProcessedToDeviceEvent } from "@matrix-org/matrix-sdk-crypto-wasm";
import type { RoomId, UserId } from "#api/ids.ts";
import type { Log } from "#lib/log.ts";
import type { MatrixEvent } from "#sdk/events/envelope.ts";
import type { Running } from "./running.ts";

export interface CryptoListener {
  /** The engine runs; waited for, so keep it short. */
  readonly started?: (running: Running) => Promise<void> | void;
  readonly toDevice?: (event: ProcessedToDeviceEvent) => Promise<void> | void;
  /** New keys for rooms are there. */
  readonly roomKeys?: () => void;
  /** An event could not be opened for want of this session. */
  readonly missing?: (roomId: RoomId, sessionId: string) => void;
  /** Live events of a room, opened. */
  readonly live?: (roomId: RoomId, events: readonly MatrixEvent[]) => Promise<void> | void;
  /** A secret was sent to us; it lies in the engine's inbox. */
  readonly secret?: (name: string) => void;
  readonly identity?: (userId: UserId) => void;
  readonly devices?: (userId: UserId) => void;
  readonly stopped?: () => void;
}

export interface CryptoHub {
  listen(listener: CryptoListener): void;
  started(running: Running): Promise<void>;
  toDevice(event: ProcessedToDeviceEvent): Promise<void>;
  roomKeys(): void;
  missing(roomId: RoomId, sessionId: string): void;
  live(roomId: RoomId, events: readonly MatrixEvent[]): Promise<void>;
  secret(name: string): void;
  /** Resolves when everybody has heard it: only then are views told. */
  identity(userId: UserId): Promise<void>;
  devices(userId: UserId): void;
  stop(): void;
}

export function createHub(log: Log): CryptoHub {
  const listeners: CryptoListener[] = [];

  async function each(tell: (listener: CryptoListener) => Promise<void> | void): Promise<void> {
    for (const listener of listeners) {
      try {
        await tell(listener);
      } catch (cause) {
        log.error("crypto: a listener broke", cause);
      }
    }
  }

  return {
    listen: (listener) => listeners.push(listener),
    started: (running) => each((listener) => listener.started?.(running)),
    toDevice: (event) => each((listener) => listener.toDevice?.(event)),
    roomKeys: () => void each((listener) => listener.roomKeys?.()),
    missing: (roomId, sessionId) => void each((listener) => listener.missing?.(roomId, sessionId)),
    live: (roomId, events) => each((listener) => listener.live?.(roomId, events)),
    secret: (name) => void each((listener) => listener.secret?.(name)),
    identity: (userId) => each((listener) => listener.identity?.(userId)),
    devices: (userId) => void each((listener) => listener.devices?.(userId)),
    stop: () => void each((listener) => listener.stopped?.()),
  };
}
