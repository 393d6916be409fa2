import type { ToTab } from "#api/port.ts";
import { workerName, type Host, type HostOptions } from "./host.ts";
import { takeSharedWorker } from "./shared-worker.ts";

/** One core for all tabs. */
export function sharedHost(options: HostOptions): Host {
  return {
    kind: "shared",
    connect(onBroken) {
      const { worker, onFailed } = takeSharedWorker(workerName("shared", options));
      onFailed(() => onBroken("the core's script did not load"));
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
