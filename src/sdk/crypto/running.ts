/** The engine and what it needs around it, once it runs. */
import type { Engine } from "./engine.ts";
import type { Drain } from "./requests.ts";
import type { Sharing } from "./sharing.ts";

export interface Running {
  readonly engine: Engine;
  readonly drain: Drain;
  readonly sharing: Sharing;
}
