/**
 * Asks the browser once, right after a sign-in, not to throw the store away when space gets short. Not before: a page
 * nobody signed in to has nothing to keep, and some browsers ask the person.
 */
import type { Session } from "#api/session.ts";
import type { CoreClient } from "./create-core-client.ts";

/** Watches the session for as long as the page lives. */
export function keepPersistent({ views }: Pick<CoreClient, "views">): void {
  const session = views.acquire("value", "session", {});
  let seen: Session["state"] = "opening";
  session.listeners.add(() => {
    const now = session.value as Session | undefined;
    if (!now || now.state === seen) return;
    const before = seen;
    seen = now.state;
    if (before === "signed-out" && now.state === "signed-in") void askForPersistence();
  });
}

async function askForPersistence(): Promise<void> {
  const storage = (navigator as Partial<Navigator>).storage as Partial<StorageManager> | undefined;
  try {
    if (await storage?.persisted?.()) return;
    await storage?.persist?.();
  } catch {
    // It stays as the browser likes it.
  }
}
