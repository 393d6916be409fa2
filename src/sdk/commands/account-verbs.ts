import type { Verb } from "#api/contract.ts";
import type { Handlers } from "./command.ts";

/** Verbs that need a signed-in account; the rest belongs to the core. */
export type AccountVerb = Exclude<Verb, `session.${string}` | "core.logs">;
export type AccountHandlers = Pick<Handlers, AccountVerb>;
/** Handlers of one noun, or of a few. */
export type HandlersOf<V extends AccountVerb> = Pick<Handlers, V>;
