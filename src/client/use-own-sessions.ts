/** Other sessions of this account that nobody vouched for; empty unless this one is verified itself. */
import type { DeviceTrust } from "#api/encryption.ts";
import type { UserId } from "#api/ids.ts";
import { useValueView } from "./use-view.ts";

export interface OwnSessions {
  readonly state: "unknown" | "known";
  readonly unverified: readonly DeviceTrust[];
  /** All of them, the current one included. */
  readonly all: readonly DeviceTrust[];
}

const UNKNOWN: OwnSessions = { state: "unknown", unverified: [], all: [] };

export function useOwnSessions(me: UserId): OwnSessions {
  const encryption = useValueView("encryption", {});
  const trust = useValueView("personTrust", { userId: me });
  if (encryption?.state !== "ready" || encryption.device.verified !== "verified" || !trust) return UNKNOWN;
  const here = encryption.device.deviceId;
  return {
    state: "known",
    all: trust.devices,
    unverified: trust.devices.filter(
      ({ deviceId, trust: standing, encryption: keys }) =>
        deviceId !== here && standing === "unverified" && keys === "keys",
    ),
  };
}
