/**
 * Tells the core when waiting is over: the network is back, or the tab is looked at again after a time in which timers and
 * connections may have slept. A core has no such events of its own, and its back-off or a dead long poll would go on.
 */
import type { CoreClient } from "./create-core-client.ts";

/** Away for less than this the long poll is still good. */
const AWAY_MS = 30_000;
const TICK_MS = 10_000;

/** Follows this page; the result stops it. */
export function watchWake(client: Pick<CoreClient, "call">): () => void {
  const following = new AbortController();
  const { signal } = following;
  let hiddenAt: number | undefined = document.visibilityState === "hidden" ? Date.now() : undefined;
  let tickedAt = Date.now();

  function reconnect(): void {
    void client.call("session.reconnect", {});
  }

  function look(): void {
    if (document.visibilityState === "hidden") {
      hiddenAt ??= Date.now();
      return;
    }
    const away = hiddenAt === undefined ? 0 : Date.now() - hiddenAt;
    hiddenAt = undefined;
    tickedAt = Date.now();
    if (away >= AWAY_MS) reconnect();
  }

  /** A visible tab's clock that jumped: the machine slept with the lid closed over it. */
  function tick(): void {
    const gap = Date.now() - tickedAt;
    tickedAt = Date.now();
    if (hiddenAt === undefined && gap >= TICK_MS + AWAY_MS) reconnect();
  }

  window.addEventListener("online", reconnect, { signal });
  window.addEventListener("pageshow", (event) => (event.persisted ? reconnect() : undefined), { signal });
  document.addEventListener("visibilitychange", look, { signal });
  const timer = setInterval(tick, TICK_MS);

  return () => {
    following.abort();
    clearInterval(timer);
  };
}
