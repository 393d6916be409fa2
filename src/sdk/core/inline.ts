/** The core without a worker, for development: started once per page; a stopped one is replaced at the next connection. */
import { bootCore, type BootedCore } from "./boot.ts";
import { openEarly } from "./early-open.ts";
import { portOf } from "./worker-port.ts";

let running: BootedCore | undefined;

export function connectInline(port: MessagePort, slot: string, build: string): void {
  running ??= bootCore({
    slot,
    build,
    host: "inline",
    early: openEarly(slot),
    end: () => {
      running = undefined;
    },
  });
  running.connect(portOf(port, () => port.close()));
}
