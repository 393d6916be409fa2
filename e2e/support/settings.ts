import type { MatrixClient } from "../../stack/matrix.mjs";

/** Says settings for the account, as another of its sessions would: what is open follows. */
export async function saySettings(
  user: MatrixClient,
  values: Readonly<Record<string, string | number>>,
): Promise<void> {
  const at = Date.now();
  const entries = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value, at }]));
  const path = `/_matrix/client/v3/user/${encodeURIComponent(user.userId)}/account_data/chat.hubbub.settings`;
  await user.call("PUT", path, { values: entries });
}
