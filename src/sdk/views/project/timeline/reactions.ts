/** Reactions under a message. */
import type { UserId } from "#api/ids.ts";
import type { Reaction } from "#api/timeline.ts";
import type { ReactionGroup } from "#sdk/rooms/relations.ts";
import type { People } from "./people.ts";

const MAX_NAMES = 10;
/** Kinds of reactions shown under one message. */
const MAX_KINDS = 50;

export const NO_REACTIONS: readonly Reaction[] = [];

export function drawReactions(
  groups: readonly ReactionGroup[],
  me: UserId,
  ignored: ReadonlySet<UserId>,
  people: People,
): readonly Reaction[] {
  const reactions: Reaction[] = [];
  for (const { key, senders } of groups.slice(0, MAX_KINDS)) {
    const shown = senders.map((sender) => sender.userId).filter((userId) => !ignored.has(userId));
    if (shown.length === 0) continue;
    reactions.push({
      emoji: key,
      count: shown.length,
      mine: shown.includes(me) ? "mine" : "others",
      names: shown.slice(0, MAX_NAMES).map((userId) => people.person(userId).name),
    });
  }
  return reactions;
}
