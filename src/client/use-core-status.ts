import { useSyncExternalStore } from "react";
import type { CoreStatus } from "./create-core-client.ts";
import { core } from "./core-client.ts";

/** How this tab stands with its core: for the plain screens ("Use here", "Reload", "Save logs"). */
export function useCoreStatus(): CoreStatus {
  return useSyncExternalStore(core().subscribe, core().status);
}
