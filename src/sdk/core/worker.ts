/**
 * Entry of both kinds of worker. Its first import opens the database. Connections are accepted from the first moment:
 * a SharedWorker's `connect` event is gone if nobody listens when the script has run.
 */
import { build, early, slot } from "./early.ts";
import { bootCore } from "./boot.ts";
import { portOf } from "./worker-port.ts";

const core = bootCore({
  slot,
  build,
  host: isShared(self) ? "shared" : "dedicated",
  early,
  end: () => self.close(),
});

self.addEventListener("error", (event) => {
  event.preventDefault();
  core.crash(event.error ?? event.message);
});
self.addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  core.complain(event.reason);
});

if (isShared(self)) {
  self.onconnect = (event) => {
    const [port] = event.ports;
    if (port) core.connect(portOf(port, () => port.close()));
  };
} else if (isDedicated(self)) {
  core.connect(portOf(self, () => undefined));
}

function isShared(scope: object): scope is SharedWorkerGlobalScope {
  return "onconnect" in scope;
}

function isDedicated(scope: object): scope is DedicatedWorkerGlobalScope {
  return "postMessage" in scope;
}
