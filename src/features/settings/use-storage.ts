import { useCallback, useEffect, useState } from "react";

export interface Space {
  readonly used: number;
  readonly quota: number;
  /** Bytes of the app's own files, where the browser tells kinds apart. */
  readonly app: number | undefined;
}

export type Persistence = "persistent" | "not" | "refused";

/** What the browser says of the room it gives this page. */
export function useStorage(): {
  readonly space: Space | undefined;
  readonly persistence: Persistence;
  readonly ask: () => Promise<void>;
} {
  const [space, setSpace] = useState<Space | undefined>(undefined);
  const [persistence, setPersistence] = useState<Persistence>("not");
  useEffect(() => {
    void estimate().then(setSpace);
    void persisted().then((yes) => setPersistence(yes ? "persistent" : "not"));
  }, []);
  const ask = useCallback(async () => setPersistence((await persist()) ? "persistent" : "refused"), []);
  return { space, persistence, ask };
}

function storage(): Partial<StorageManager> {
  return (navigator as Partial<Navigator>).storage ?? {};
}

async function estimate(): Promise<Space | undefined> {
  try {
    const found = await storage().estimate?.();
    if (found?.usage === undefined || found.quota === undefined) return undefined;
    const details: unknown = "usageDetails" in found ? found.usageDetails : undefined;
    const app = typeof details === "object" && details !== null && "caches" in details ? details.caches : undefined;
    return { used: found.usage, quota: found.quota, app: typeof app === "number" ? app : undefined };
  } catch {
    return undefined;
  }
}

async function persisted(): Promise<boolean> {
  try {
    return (await storage().persisted?.()) === true;
  } catch {
    return false;
  }
}

async function persist(): Promise<boolean> {
  try {
    return (await storage().persist?.()) === true;
  } catch {
    return false;
  }
}
