import type { Connection } from "#api/session.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import type { OpenValueView } from "./view.ts";

export function openConnectionView({ sync }: AccountContext): OpenValueView<Record<never, never>, Connection> {
  return {
    compute: () => sync.connection(),
    update: () => undefined,
    affectedBy: (changes) => changes.kinds.has("connection"),
    close: () => undefined,
  };
}
