/** The sessions of the own account. The server tells of no changes, so they are asked for when somebody looks. */
import type { OwnDevice, OwnDevices } from "#api/account.ts";
import { Failure } from "#api/errors.ts";
import type { Http } from "#sdk/net/http.ts";
import { asString, isObject } from "#sdk/events/envelope.ts";
import type { DeviceList } from "./own-account.ts";

export function createOwnDevices(http: Http, ownDeviceId: string): DeviceList {
  const listeners = new Set<() => void>();
  let value: OwnDevices = { state: "loading" };
  let latest = 0;

  return {
    value: () => value,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async refresh() {
      const mine = ++latest;
      let next: OwnDevices;
      try {
        const json = await http.request({ method: "GET", path: "/_matrix/client/v3/devices" });
        next = { state: "ready", devices: parseDevices(json, ownDeviceId) };
      } catch (cause) {
        if (!(cause instanceof Failure)) throw cause;
        // An old list is better than none.
        next = value.state === "ready" ? value : { state: "failed", error: cause.error };
      }
      // An answer that was overtaken may tell of sessions that are gone.
      if (mine !== latest) return;
      value = next;
      for (const listener of listeners) listener();
    },
  };
}

export function parseDevices(json: unknown, ownDeviceId: string): readonly OwnDevice[] {
  const list: readonly unknown[] = isObject(json) && Array.isArray(json["devices"]) ? json["devices"] : [];
  const devices = list.flatMap((item): readonly OwnDevice[] => {
    if (!isObject(item)) return [];
    const deviceId = asString(item["device_id"]);
    if (deviceId === undefined) return [];
    const lastSeen = item["last_seen_ts"];
    return [
      {
        deviceId,
        name: asString(item["display_name"])?.slice(0, 200),
        lastSeen: typeof lastSeen === "number" && lastSeen > 0 ? lastSeen : undefined,
        lastIp: asString(item["last_seen_ip"])?.slice(0, 100),
        standing: deviceId === ownDeviceId ? "this" : "other",
      },
    ];
  });
  return devices.toSorted(
    (a, b) =>
      Number(b.standing === "this") - Number(a.standing === "this") ||
      (b.lastSeen ?? 0) - (a.lastSeen ?? 0) ||
      (a.deviceId < b.deviceId ? -1 : 1),
  );
}
