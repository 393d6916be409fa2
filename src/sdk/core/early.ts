/** Evaluated before the rest of the worker: see `early-open.ts`. The worker's name is `core/<slot>/<build>/<host>`. */
import { openEarly } from "./early-open.ts";

const [, slotPart, buildPart] = self.name.split("/");
export const slot = slotPart ?? "0";
export const build = buildPart ?? "dev";
export const early = openEarly(slot);
