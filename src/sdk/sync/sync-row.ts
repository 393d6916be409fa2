/** Where sync stands, as it lies on disk (`meta`, `["sync"]`): written in the transaction that writes what it stands for. */
import { asString, isObject } from "#sdk/events/envelope.ts";
import type { Store } from "#sdk/store/store.ts";
import { firstWindow } from "./sliding-request.ts";

export const SYNC_KEY = ["sync"] as const;

export interface SyncRow {
  /** Names this install's connection to the server. */
  readonly connId: string;
  readonly position: string | undefined;
  readonly toDeviceSince: string | undefined;
  /** Sequence of the next to-device event. */
  readonly toDeviceNext: number;
  readonly window: number;
}

function natural(value: unknown): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

export async function readSyncRow(store: Store): Promise<SyncRow> {
  const stored = await store.get("meta", SYNC_KEY);
  const row = isObject(stored) ? stored : {};
  return {
    connId: asString(row["connId"]) ?? `hubbub-${crypto.randomUUID()}`,
    position: asString(row["position"]),
    toDeviceSince: asString(row["toDeviceSince"]),
    toDeviceNext: natural(row["toDeviceNext"]) ?? 0,
    window: natural(row["window"]) ?? firstWindow(),
  };
}
