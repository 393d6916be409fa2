/**
 * One attempt to get one item to the server: upload if there is a file, then send under the item's own transaction id.
 * The content URI is on disk before the send begins, so no restart uploads twice. It refuses to put plaintext into an
 * encrypted room, whatever the room was when the item was queued.
 */
import { Failure } from "#api/errors.ts";
import { parseEventId, parseMxc, type EventId, type MxcUri, type RoomId } from "#api/ids.ts";
import type { Clock } from "#lib/clock.ts";
import { isObject } from "#sdk/events/envelope.ts";
import type { Http } from "#sdk/net/http.ts";
import type { Rooms } from "#sdk/rooms/rooms.ts";
import type { Store } from "#sdk/store/store.ts";
import type { OutboxItem, OutboxState } from "./outbox.ts";

export interface DeliveryPorts {
  readonly store: Store;
  readonly http: Http;
  readonly rooms: Rooms;
  readonly clock: Clock;
  /** Shows a state that is not worth a write. */
  show(item: OutboxItem, state: OutboxState): void;
  /** Saves the content URI and forgets the staged bytes. */
  uploaded(item: OutboxItem, mxc: MxcUri): Promise<OutboxItem>;
}

const PROGRESS_EVERY_MS = 100;
export const REDACTION = "m.room.redaction";

export function encryptionOf(rooms: Rooms, roomId: RoomId): "encrypted" | "plain" | "unknown" {
  const record = rooms.record(roomId);
  if (!record) return "unknown";
  const encrypted =
    record.essential["m.room.encryption"] !== undefined ||
    record.stripped.some((event) => event.type === "m.room.encryption");
  return encrypted ? "encrypted" : "plain";
}

export function refuseEncrypted(): never {
  throw new Failure({ kind: "crypto", code: "unsupported" });
}

async function assertPlain({ http, rooms }: DeliveryPorts, roomId: RoomId, signal: AbortSignal): Promise<void> {
  await rooms.ready;
  const known = encryptionOf(rooms, roomId);
  if (known === "encrypted") refuseEncrypted();
  if (known === "plain") return;
  try {
    // Not synced yet: only the server knows.
    const path = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/state/m.room.encryption/`;
    await http.request({ method: "GET", path, signal });
  } catch (cause) {
    if (cause instanceof Failure && cause.error.kind === "matrix" && cause.error.status === 404) return;
    throw cause;
  }
  refuseEncrypted();
}

/** The store gives bytes in memory of their own. */
function isBytes(value: unknown): value is Uint8Array<ArrayBuffer> {
  return value instanceof Uint8Array && value.buffer instanceof ArrayBuffer;
}

async function upload(ports: DeliveryPorts, item: OutboxItem, signal: AbortSignal): Promise<OutboxItem> {
  const bytes = await ports.store.get("staged", [item.txnId]);
  if (!isBytes(bytes) || !item.media) throw new Failure({ kind: "storage", code: "failed" });
  const total = bytes.byteLength;
  ports.show(item, { state: "uploading", sent: 0, total });
  let shownAt = ports.clock.now();
  const answer = await ports.http.upload({
    path: "/_matrix/media/v3/upload",
    query: { filename: item.media.name },
    blob: new Blob([bytes]),
    contentType: item.media.mimetype ?? "application/octet-stream",
    signal,
    onProgress: (sent) => {
      if (signal.aborted || (ports.clock.now() - shownAt < PROGRESS_EVERY_MS && sent < total)) return;
      shownAt = ports.clock.now();
      ports.show(item, { state: "uploading", sent: Math.min(sent, total), total });
    },
  });
  const mxc = isObject(answer) ? parseMxc(answer["content_uri"]) : undefined;
  if (!mxc) throw new Failure({ kind: "bug", message: "upload answered without a content URI" });
  return ports.uploaded(item, mxc);
}

function unknownTarget(): never {
  throw new Failure({ kind: "bug", message: "a redaction without its event" });
}

export async function deliver(ports: DeliveryPorts, queued: OutboxItem, signal: AbortSignal): Promise<EventId> {
  const { redacts } = queued;
  if (redacts === undefined) await assertPlain(ports, queued.roomId, signal);
  const item = queued.media && queued.media.mxc === undefined ? await upload(ports, queued, signal) : queued;
  if (signal.aborted) throw new Failure({ kind: "cancelled" });
  ports.show(item, { state: "sending" });
  const kind =
    redacts === undefined
      ? ["send", item.eventType]
      : ["redact", "eventId" in redacts ? redacts.eventId : unknownTarget()];
  const place = [item.roomId, ...kind, item.txnId].map(encodeURIComponent).join("/");
  const answer = await ports.http.request({
    method: "PUT",
    path: `/_matrix/client/v3/rooms/${place}`,
    body: item.content,
    signal,
  });
  const eventId = isObject(answer) ? parseEventId(answer["event_id"]) : undefined;
  if (!eventId) throw new Failure({ kind: "bug", message: "send answered without an event id" });
  return eventId;
}
