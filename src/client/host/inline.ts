/**
 * The whole app in one debugger: the core on the page's own thread. Development builds only; in production it would put
 * the token into the page, so `pick` never names this module there and the bundle does not contain it.
 */
import type { ToCore, ToTab } from "#api/port.ts";
import type { Host, HostOptions } from "./host.ts";

export function inlineHost(options: HostOptions): Host {
  return {
    kind: "inline",
    connect(onBroken) {
      const { port1, port2 } = new MessageChannel();
      // eslint-disable-next-line no-restricted-imports -- the one door from the client into the core, for development
      import("#sdk/core/inline.ts").then(
        ({ connectInline }) => connectInline(port2, options.slot, options.build),
        (error: unknown) => onBroken(String(error)),
      );
      return {
        port: {
          postMessage: (message: ToCore) => port1.postMessage(message),
          listen(receive) {
            port1.onmessage = (event: MessageEvent<ToTab>) => receive(event.data);
          },
          close: () => port1.close(),
        },
        dispose() {
          port1.postMessage({ t: "bye" } satisfies ToCore);
          port1.close();
        },
      };
    },
  };
}
