import type { Port, ToCore, ToTab } from "#api/port.ts";

import type { CoreSalt } from "#client/core-salt.ts";

export type HostKind = "shared" | "dedicated" | "inline";

/** One connection to one core. */
export interface HostConnection {
  readonly port: Port<ToTab, ToCore>;
  /** Lets go; ends the core where it is this tab's own. */
  dispose(): void;
}

/** Where cores run. A new `connect` after a core died reaches, or makes, its successor. */
export interface Host {
  readonly kind: HostKind;
  /** `onBroken`: the core's script could not be loaded, or died of an error nobody caught. */
  connect(onBroken: (message: string) => void): HostConnection;
}

export interface HostOptions {
  readonly slot: string;
  readonly build: string;
  readonly salt: CoreSalt;
}

export function workerName(kind: HostKind, { slot, build, salt }: HostOptions): string {
  return ["core", slot, build, kind, salt.use()].join("/");
}
