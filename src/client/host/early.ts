/**
 * The page's first statement: asks for the core's worker before the rest of the page is evaluated, so that it may start
 * beside React. `shared.ts` takes it over.
 */
import { BUILD } from "#client/build.ts";
import { createCoreSalt } from "#client/core-salt.ts";
import { workerName } from "./host.ts";
import { startSharedWorker } from "./shared-worker.ts";
import { supportedKind } from "./supported.ts";

export const SLOT = "0";
export const salt = createCoreSalt();

if (supportedKind() === "shared" && !new URLSearchParams(location.search).has("host")) {
  startSharedWorker(workerName("shared", { slot: SLOT, build: BUILD, salt }));
}
