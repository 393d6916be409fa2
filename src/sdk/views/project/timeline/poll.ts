/**
 * How a poll stands (MSC3381): the newest vote of each person counts, up to its end. Who asked ends it, or a moderator.
 * Only what is loaded is counted.
 */
import type { UserId } from "#api/ids.ts";
import type { PollResults } from "#api/timeline.ts";
import {
  decodePoll,
  POLL_END_TYPES,
  POLL_RESPONSE_TYPES,
  POLL_TYPES,
  readSelections,
} from "#sdk/events/content/poll.ts";
import type { MatrixEvent } from "#sdk/events/envelope.ts";

export interface PollContext {
  readonly me: UserId;
  readonly ignored: ReadonlySet<UserId>;
  readonly mayEnd: (userId: UserId) => boolean;
}

export function isPoll(event: MatrixEvent): boolean {
  return POLL_TYPES.has(event.type);
}

export function drawResults(
  poll: MatrixEvent,
  references: readonly MatrixEvent[],
  context: PollContext,
): PollResults | undefined {
  const decoded = decodePoll(poll.content);
  if (decoded.kind === "invalid") return undefined;
  const { answers, votes, most } = decoded.value;
  const end = references
    .filter(({ type, sender }) => POLL_END_TYPES.has(type) && (sender === poll.sender || context.mayEnd(sender)))
    .reduce((first, { ts }) => Math.min(first, ts), Infinity);
  const newest = new Map<UserId, MatrixEvent>();
  for (const event of references) {
    if (!POLL_RESPONSE_TYPES.has(event.type) || event.ts > end || context.ignored.has(event.sender)) continue;
    const before = newest.get(event.sender);
    if (!before || event.ts >= before.ts) newest.set(event.sender, event);
  }
  const counts = answers.map(() => 0);
  let voters = 0;
  let mine: readonly number[] = [];
  for (const [userId, { content }] of newest) {
    const chosen = [...new Set(readSelections(content))]
      .map((id) => answers.findIndex((answer) => answer.id === id))
      .filter((index) => index >= 0)
      .slice(0, most);
    if (chosen.length === 0) continue;
    voters += 1;
    for (const index of chosen) counts[index] = (counts[index] ?? 0) + 1;
    if (userId === context.me) mine = chosen;
  }
  const state = end === Infinity ? "open" : "ended";
  return { state, counts: votes === "secret" && state === "open" ? undefined : counts, voters, mine };
}
