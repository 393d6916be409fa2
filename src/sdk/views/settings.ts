import type { SettingLayers } from "#api/settings.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { settingsOf } from "#sdk/account/settings.ts";
import type { OpenValueView } from "./view.ts";

export function openSettingsView(ctx: AccountContext): OpenValueView<Record<never, never>, SettingLayers> {
  const settings = settingsOf(ctx);
  return {
    compute: async () => {
      await settings.ready;
      return settings.layers();
    },
    update: () => undefined,
    affectedBy: (changes) => changes.kinds.has("settings"),
    close: () => undefined,
  };
}
