import type { OwnDevices } from "#api/account.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import type { OpenValueView } from "./view.ts";

/** Asked for anew whenever somebody begins to look. */
export function openDevicesView(
  { own, log }: AccountContext,
  refresh: () => void,
): OpenValueView<Record<never, never>, OwnDevices> {
  const stop = own?.devices.subscribe(refresh);
  own?.devices.refresh().catch((cause: unknown) => log.error("the sessions were not read", cause));
  return {
    compute: () => own?.devices.value() ?? { state: "loading" },
    update: () => undefined,
    affectedBy: () => false,
    close: () => stop?.(),
  };
}
