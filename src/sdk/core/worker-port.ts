import type { Port, ToCore, ToTab } from "#api/port.ts";

/** A message port or a dedicated worker's own scope. */
export interface Carrier {
  postMessage(message: unknown): void;
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
  /** Message ports only. */
  start?(): void;
}

/** A carrier as the core uses it; `close` is what closing means for it. */
export function portOf(carrier: Carrier, close: () => void): Port<ToCore, ToTab> {
  return {
    postMessage: (message) => carrier.postMessage(message),
    listen(receive) {
      carrier.addEventListener("message", (event: MessageEvent<ToCore>) => receive(event.data));
      carrier.start?.();
    },
    close,
  };
}
