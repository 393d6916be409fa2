import { Failure } from "#api/errors.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { guarded } from "#sdk/net/uia.ts";
import type { HandlersOf } from "./account-verbs.ts";

const DEVICES = "/_matrix/client/v3/devices";

/** The own sessions: names and ends. */
export function accountDeviceCommands(
  ctx: AccountContext,
): HandlersOf<"account.renameDevice" | "account.signOutDevices" | "account.refreshDevices"> {
  const { http, own, session } = ctx;
  const { userId } = session;

  return {
    "account.renameDevice": async ({ deviceId, name }, { signal }) => {
      const body = { display_name: name.trim() };
      await http.request({ method: "PUT", path: `${DEVICES}/${encodeURIComponent(deviceId)}`, body, signal });
      await own?.devices.refresh();
      return undefined;
    },
    "account.signOutDevices": async ({ deviceIds, answer }, { signal }) => {
      // Its own session ends by signing out, which also destroys what is here.
      if (deviceIds.length === 0 || deviceIds.includes(session.deviceId))
        throw new Failure({ kind: "invalid", field: "deviceIds", reason: "malformed" });
      const path = "/_matrix/client/v3/delete_devices";
      const request = { method: "POST", path, body: { devices: deviceIds }, signal } as const;
      const outcome = await guarded(http, { request, answer, userId }, () => undefined);
      if (outcome.state === "done") await own?.devices.refresh();
      return outcome;
    },
    "account.refreshDevices": async () => {
      await own?.devices.refresh();
      return undefined;
    },
  };
}
