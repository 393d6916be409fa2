import type { Verb } from "#api/contract.ts";
import type {} from "#api/all.ts";

const DEFAULT_MS = 15_000;

/** Verbs that may take longer than the rest: they wait for servers, or for a file to be copied into the store. */
const LONGER: { readonly [verb in Verb]?: number } = {
  "session.discover": 30_000,
  "session.signIn": 30_000,
  "message.sendFiles": 60_000,
  "room.join": 60_000,
  "room.create": 30_000,
  "room.startDirect": 30_000,
  "media.fetch": 60_000,
  "timeline.paginate": 30_000,
  "timeline.fillGap": 30_000,
};

/** Milliseconds after which a verb counts as lost. */
export function deadlineOf(verb: Verb): number {
  return LONGER[verb] ?? DEFAULT_MS;
}
