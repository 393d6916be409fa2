import { channelName, type Broadcast } from "#api/port.ts";
import { salt, SLOT } from "./host/early.ts";

/** Reloads all tabs, which leaves the core behind and starts another. */
export function startOver(): void {
  const channel = new BroadcastChannel(channelName(SLOT));
  channel.postMessage({ t: "reload", tabs: "all" } satisfies Broadcast);
  salt.renew();
  location.reload();
}
