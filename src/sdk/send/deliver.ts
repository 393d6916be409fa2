/**
 * One attempt to get one item to the server: upload if there is a file, then send under the item's own transaction id.
 * The content URI is on disk before the send begins, so no restart uploads twice. Nothing goes in clear into an encrypted
 * room, whatever the room was when the item was queued: it is encrypted here, at the last moment.
 */
import { Failure } from "#api/errors.ts";
import { parseEventId, parseMxc, type EventId, type MxcUri } from "#api/ids.ts";
import type { MediaInfo } from "#api/timeline.ts";
import type { Clock } from "#lib/clock.ts";
import { ENCRYPTED } from "#sdk/crypto/ciphertext.ts";
import type { CryptoPort } from "#sdk/crypto/port.ts";
import { readMedia } from "#sdk/events/content/media-info.ts";
import { isObject, type JsonObject } from "#sdk/events/envelope.ts";
import type { Http } from "#sdk/net/http.ts";
import type { Rooms } from "#sdk/rooms/rooms.ts";
import type { Store } from "#sdk/store/store.ts";
import { withSealed } from "./file-content.ts";
import type { OutboxItem, OutboxState } from "./outbox.ts";
import { thumbnailKey } from "./staging.ts";

export interface DeliveryPorts {
  readonly store: Store;
  readonly http: Http;
  readonly rooms: Rooms;
  readonly crypto: CryptoPort;
  readonly clock: Clock;
  /** Shows a state that is not worth a write. */
  show(item: OutboxItem, state: OutboxState): void;
  /** Saves where the file lies (and with which key, if it is encrypted) and forgets the staged bytes. */
  uploaded(item: OutboxItem, where: Uploaded): Promise<OutboxItem>;
}

export interface Uploaded {
  readonly content: JsonObject;
  readonly media: MediaInfo;
}

const PROGRESS_EVERY_MS = 100;
export const REDACTION = "m.room.redaction";

/** Of these the server needs to know what they are about, and other clients expect them in clear. */
const IN_CLEAR: ReadonlySet<string> = new Set(["m.reaction", REDACTION]);

/** Whether a message must be encrypted; a room that neither sync nor the engine knows is asked about. */
async function secrecyOf(
  { http, rooms, crypto }: DeliveryPorts,
  item: OutboxItem,
  signal: AbortSignal,
): Promise<"encrypted" | "plain"> {
  if (IN_CLEAR.has(item.eventType)) return "plain";
  await rooms.ready;
  const known = await crypto.encryptionOf(item.roomId);
  if (known !== "unknown") return known;
  try {
    // Not synced yet: only the server knows.
    const path = `/_matrix/client/v3/rooms/${encodeURIComponent(item.roomId)}/state/m.room.encryption/`;
    await http.request({ method: "GET", path, signal });
  } catch (cause) {
    if (cause instanceof Failure && cause.error.kind === "matrix" && cause.error.status === 404) return "plain";
    throw cause;
  }
  // How it encrypts comes by sync; until then the message waits.
  throw new Failure({ kind: "offline" });
}

/** The store gives bytes in memory of their own. */
function isBytes(value: unknown): value is Uint8Array<ArrayBuffer> {
  return value instanceof Uint8Array && value.buffer instanceof ArrayBuffer;
}

async function put(
  { http }: DeliveryPorts,
  blob: Blob,
  how: { readonly name: string | undefined; readonly contentType: string },
  signal: AbortSignal,
  onProgress?: (sent: number) => void,
): Promise<MxcUri> {
  const answer = await http.upload({
    path: "/_matrix/media/v3/upload",
    ...(how.name === undefined ? {} : { query: { filename: how.name } }),
    blob,
    contentType: how.contentType,
    signal,
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  const mxc = isObject(answer) ? parseMxc(answer["content_uri"]) : undefined;
  if (!mxc) throw new Failure({ kind: "bug", message: "upload answered without a content URI" });
  return mxc;
}

/** Of an encrypted file the server learns its size, and nothing else. */
async function putSealed(
  ports: DeliveryPorts,
  blob: Blob,
  signal: AbortSignal,
  onProgress?: (sent: number) => void,
): Promise<JsonObject> {
  const sealed = await ports.crypto.encryptFile(blob, signal);
  const how = { name: undefined, contentType: "application/octet-stream" };
  return { ...sealed.file, url: await put(ports, sealed.blob, how, signal, onProgress) };
}

async function sealedThumbnail(
  ports: DeliveryPorts,
  { txnId, thumbnail: facts }: OutboxItem,
  signal: AbortSignal,
): Promise<Parameters<typeof withSealed>[2]> {
  const bytes = facts && (await ports.store.get("staged", thumbnailKey(txnId)));
  if (!facts || !isBytes(bytes)) return undefined;
  return { file: await putSealed(ports, new Blob([bytes]), signal), size: bytes.byteLength, facts };
}

async function upload(
  ports: DeliveryPorts,
  item: OutboxItem,
  secrecy: "encrypted" | "plain",
  signal: AbortSignal,
): Promise<OutboxItem> {
  const { media } = item;
  const bytes = await ports.store.get("staged", [item.txnId]);
  if (!isBytes(bytes) || !media) throw new Failure({ kind: "storage", code: "failed" });
  const blob = new Blob([bytes]);
  const total = blob.size;
  ports.show(item, { state: "uploading", sent: 0, total });
  let shownAt = ports.clock.now();
  const onProgress = (sent: number): void => {
    if (signal.aborted || (ports.clock.now() - shownAt < PROGRESS_EVERY_MS && sent < total)) return;
    shownAt = ports.clock.now();
    ports.show(item, { state: "uploading", sent: Math.min(sent, total), total });
  };
  if (secrecy === "plain") {
    const how = { name: media.name, contentType: media.mimetype ?? "application/octet-stream" };
    const mxc = await put(ports, blob, how, signal, onProgress);
    return ports.uploaded(item, { content: { ...item.content, url: mxc }, media: { ...media, mxc } });
  }
  const thumbnail = await sealedThumbnail(ports, item, signal);
  const content = withSealed(item.content, await putSealed(ports, blob, signal, onProgress), thumbnail);
  const { mxc, seal, thumbnail: small, thumbnailSeal } = readMedia(content, media.name);
  return ports.uploaded(item, { content, media: { ...media, mxc, seal, thumbnail: small, thumbnailSeal } });
}

function unknownTarget(): never {
  throw new Failure({ kind: "bug", message: "a redaction without its event" });
}

export async function deliver(ports: DeliveryPorts, queued: OutboxItem, signal: AbortSignal): Promise<EventId> {
  const { redacts } = queued;
  const secrecy = redacts === undefined ? await secrecyOf(ports, queued, signal) : "plain";
  const item = queued.media && queued.media.mxc === undefined ? await upload(ports, queued, secrecy, signal) : queued;
  if (signal.aborted) throw new Failure({ kind: "cancelled" });
  ports.show(item, { state: "sending" });
  const content =
    secrecy === "encrypted"
      ? await ports.crypto.encrypt(item.roomId, item.eventType, item.content, signal)
      : item.content;
  if (signal.aborted) throw new Failure({ kind: "cancelled" });
  const kind =
    redacts === undefined
      ? ["send", secrecy === "encrypted" ? ENCRYPTED : item.eventType]
      : ["redact", "eventId" in redacts ? redacts.eventId : unknownTarget()];
  const place = [item.roomId, ...kind, item.txnId].map(encodeURIComponent).join("/");
  const answer = await ports.http.request({
    method: "PUT",
    path: `/_matrix/client/v3/rooms/${place}`,
    body: content,
    signal,
  });
  const eventId = isObject(answer) ? parseEventId(answer["event_id"]) : undefined;
  // Not the answer of a homeserver: whether the message is there is unknown, and asking again is safe.
  if (!eventId) throw new Failure({ kind: "offline" });
  return eventId;
}
