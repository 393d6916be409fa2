/** Links to the page of an account on an OAuth server (spec v1.15: account management URL discovery). */
import type { ManageAction } from "#api/account.ts";

/** Names of actions, newest first: a server lists the ones it knows. */
const ACTIONS: Readonly<Record<ManageAction, readonly string[]>> = {
  profile: ["org.matrix.profile"],
  devices: ["org.matrix.devices_list", "org.matrix.sessions_list"],
  device: ["org.matrix.device_view", "org.matrix.session_view"],
  "sign-out-device": ["org.matrix.device_delete", "org.matrix.session_end"],
  deactivate: ["org.matrix.account_deactivate"],
  // There is no such action: passwords stand on the first page.
  password: [],
};

export interface AccountPage {
  readonly url: string;
  readonly actions: readonly string[];
}

export function accountPageUrl(page: AccountPage, action?: ManageAction, deviceId?: string): string {
  const url = new URL(page.url);
  const name = action && ACTIONS[action].find((one) => page.actions.includes(one));
  if (name !== undefined) {
    url.searchParams.set("action", name);
    if (deviceId !== undefined) url.searchParams.set("device_id", deviceId);
  }
  return url.href;
}
