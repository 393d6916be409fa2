/** Two ends of a port in one thread, with the copying and the asynchrony of a real one. */
import type { Port, ToCore, ToTab } from "#api/port.ts";

export interface PortPair {
  readonly core: Port<ToCore, ToTab>;
  readonly tab: Port<ToTab, ToCore>;
}

export function createPortPair(): PortPair {
  const toCore = lane<ToCore>();
  const toTab = lane<ToTab>();
  const close = () => {
    toCore.close();
    toTab.close();
  };
  return {
    core: { postMessage: toTab.post, listen: toCore.listen, close },
    tab: { postMessage: toCore.post, listen: toTab.listen, close },
  };
}

function lane<T>() {
  let receive: ((message: T) => void) | undefined;
  let state: "open" | "closed" = "open";
  let queued: T[] = [];
  return {
    post(message: T) {
      const copy = structuredClone(message);
      if (receive) {
        const deliver = receive;
        queueMicrotask(() => {
          if (state === "open") deliver(copy);
        });
      } else queued.push(copy);
    },
    listen(listener: (message: T) => void) {
      receive = listener;
      const waiting = queued;
      queued = [];
      for (const message of waiting) queueMicrotask(() => listener(message));
    },
    close() {
      state = "closed";
    },
  };
}
