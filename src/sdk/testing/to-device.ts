/** To-device events as they wait on disk for the crypto engine, in order. */
import { isObject, type JsonObject } from "#sdk/events/envelope.ts";
import type { Store } from "#sdk/store/store.ts";

export async function waitingToDevice(store: Store): Promise<readonly JsonObject[]> {
  const rows = await store.range("toDevice", {});
  return rows.flatMap(({ value }) => {
    const events = isObject(value) ? value["events"] : undefined;
    return Array.isArray(events) ? events.filter(isObject) : [];
  });
}
