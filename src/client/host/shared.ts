import type { ToTab } from "#api/port.ts";
import { workerName, type Host, type HostOptions } from "./host.ts";

/** One core for all tabs. */
export function sharedHost(options: HostOptions): Host {
  return {
    kind: "shared",
    connect(onBroken) {
      const worker = new SharedWorker(new URL("../../sdk/core/worker.ts", import.meta.url), {
        type: "module",
        name: workerName("shared", options),
      });
      worker.onerror = () => onBroken("the core's script did not load");
      const { port } = worker;
      return {
        port: {
          postMessage: (message) => port.postMessage(message),
          listen(receive) {
            port.onmessage = (event: MessageEvent<ToTab>) => receive(event.data);
          },
          close: () => port.close(),
        },
        dispose() {
          port.postMessage({ t: "bye" });
          port.onmessage = null;
          port.close();
        },
      };
    },
  };
}
