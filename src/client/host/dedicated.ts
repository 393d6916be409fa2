import type { ToTab } from "#api/port.ts";
import { workerName, type Host, type HostOptions } from "./host.ts";

/** A core of this tab's own; one tab at a time owns the store. */
export function dedicatedHost(options: HostOptions): Host {
  return {
    kind: "dedicated",
    connect(onBroken) {
      const worker = new Worker(new URL("../../sdk/core/worker.ts", import.meta.url), {
        type: "module",
        name: workerName("dedicated", options),
      });
      worker.onerror = (event) => onBroken(event.message || "the core's script did not load");
      return {
        port: {
          postMessage: (message) => worker.postMessage(message),
          listen(receive) {
            worker.onmessage = (event: MessageEvent<ToTab>) => receive(event.data);
          },
          close: () => undefined,
        },
        dispose() {
          worker.onmessage = null;
          worker.terminate();
        },
      };
    },
  };
}
