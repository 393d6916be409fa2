import { dedicatedHost } from "./dedicated.ts";
import type { Host, HostKind, HostOptions } from "./host.ts";
import { sharedHost } from "./shared.ts";
import { supportedKind } from "./supported.ts";

/** `wanted` (the query's `host`) chooses between workers anywhere, and `inline` in development only. */
export async function pickHost(options: HostOptions, wanted: string | null): Promise<Host> {
  if (import.meta.env.DEV && wanted === "inline") {
    const { inlineHost } = await import("./inline.ts");
    return inlineHost(options);
  }
  const kind: HostKind = wanted === "dedicated" ? "dedicated" : supportedKind();
  return kind === "shared" ? sharedHost(options) : dedicatedHost(options);
}
