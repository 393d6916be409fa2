import { useEffect } from "react";
import { useConfig } from "#client/config.ts";
import { forgetAccountSettings, setConfigured, useSettingsFromCore } from "#client/use-setting.ts";
import { useValueView } from "#client/use-view.ts";

/** Keeps the window's settings in step with the core's and with the deployment's. Draws nothing. */
export function SettingsSync() {
  const state = useValueView("session", {})?.state;
  const config = useConfig();
  const configured = config.state === "ready" ? config.settings : undefined;
  useEffect(() => {
    if (state === "signed-out") forgetAccountSettings();
  }, [state]);
  useEffect(() => {
    if (configured && state === "signed-out") setConfigured(configured);
  }, [configured, state]);
  return state === "signed-in" ? <FromCore config={configured} /> : null;
}

function FromCore({ config }: { readonly config: Parameters<typeof useSettingsFromCore>[0] }) {
  useSettingsFromCore(config);
  return null;
}
