/** Where sync stands, as it lies on disk (`meta`, `["sync"]`): written in the transaction that writes what it stands for. */
import { asString, isObject } from "#sdk/events/envelope.ts";
import type { Store } from "#sdk/store/store.ts";
import { firstWindow } from "./sliding-request.ts";

export const SYNC_KEY = ["sync"] as const;

export type Protocol = "sliding" | "classic";

export interface SyncRow {
  /** Names this install's connection to the server. */
  readonly connId: string;
  /** That `position` and `toDeviceSince` belong to. */
  readonly protocol: Protocol | undefined;
  /** When the server refused sliding sync, though it may offer it. */
  readonly refusedAt: number | undefined;
  readonly position: string | undefined;
  readonly toDeviceSince: string | undefined;
  /** Sequence of the next to-device event. */
  readonly toDeviceNext: number;
  /** Fingerprints of the last answer's to-device events, which may come again when the connection starts over. */
  readonly toDeviceLast: readonly number[];
  readonly window: number;
}

function natural(value: unknown): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

export async function readSyncRow(store: Store): Promise<SyncRow> {
  const stored = await store.get("meta", SYNC_KEY);
  const row = isObject(stored) ? stored : {};
  const { protocol, toDeviceLast } = row;
  const position = asString(row["position"]);
  return {
    connId: asString(row["connId"]) ?? `hubbub-${crypto.randomUUID()}`,
    // Rows of the time before there was a choice are those of sliding sync.
    protocol: protocol === "classic" || protocol === "sliding" ? protocol : position ? "sliding" : undefined,
    refusedAt: natural(row["refusedAt"]),
    position,
    toDeviceSince: asString(row["toDeviceSince"]),
    toDeviceNext: natural(row["toDeviceNext"]) ?? 0,
    toDeviceLast: Array.isArray(toDeviceLast) ? toDeviceLast.flatMap((item: unknown) => natural(item) ?? []) : [],
    window: natural(row["window"]) ?? firstWindow(),
  };
}
