/**
 * Runs of membership changes, summed up as a person would tell it: what it came to for each of them, not each step
 * (row F5). Goes by whom it happened to, so that a kick doesn't make the moderator leave.
 */
import type { UserId } from "#api/ids.ts";
import type { Membership, Person } from "#api/people.ts";
import type { MembershipChange, StateChange } from "#api/state-change.ts";
import type { RunPart, StateItem, TimelineItem } from "#api/timeline.ts";
import { readMember } from "#sdk/events/content/member.ts";
import type { MatrixEvent } from "#sdk/events/envelope.ts";

export const RUN_LENGTH = 3;
const RUN_NAMES = 3;
const RUN_FACES = 5;

export type RunItem = Extract<TimelineItem, { kind: "run" }>;
type MembershipOf = Extract<StateChange, { kind: "membership" }>;

export interface RunEntry {
  readonly item: StateItem;
  readonly event: MatrixEvent;
}

interface Story {
  readonly person: Person;
  readonly before: Membership;
  after: Membership;
  readonly steps: MembershipChange[];
}

export function makeRun(entries: readonly RunEntry[]): RunItem | undefined {
  const [first] = entries;
  const last = entries.at(-1);
  if (!first || !last) return undefined;
  const stories = tellStories(entries);
  return {
    kind: "run",
    key: `run:${first.item.eventId}`,
    ts: last.item.ts,
    parts: sumUp(stories),
    faces: [...stories.values()].slice(0, RUN_FACES).map((story) => story.person),
    entries: entries.map((entry) => entry.item),
  };
}

function tellStories(entries: readonly RunEntry[]): ReadonlyMap<UserId, Story> {
  const stories = new Map<UserId, Story>();
  for (const { item, event } of entries) {
    const change: StateChange = item.change;
    if (change.kind !== "membership") continue;
    const story = stories.get(change.target.userId) ?? begin(change, event);
    stories.set(change.target.userId, story);
    story.steps.push(change.change);
    story.after = readMember(event.content).membership ?? story.after;
  }
  return stories;
}

function begin(change: MembershipOf, event: MatrixEvent): Story {
  const before = (event.prevContent && readMember(event.prevContent).membership) ?? "leave";
  return { person: change.target, before, after: before, steps: [] };
}

/** What it came to: one change, or two where it ended as it began. */
function netChanges(story: Story): readonly MembershipChange[] {
  const moves = story.steps.filter((step) => step !== "renamed" && step !== "newPicture");
  const last = moves.at(-1);
  const [first] = moves;
  if (first === undefined || last === undefined) return [...new Set(story.steps)].sort();
  if (story.before !== story.after || first === last) return [last];
  return [first, last];
}

function sumUp(stories: ReadonlyMap<UserId, Story>): readonly RunPart[] {
  const parts = new Map<string, { changes: readonly MembershipChange[]; names: string[]; total: number }>();
  for (const story of stories.values()) {
    const changes = netChanges(story);
    const key = changes.join(" ");
    const part = parts.get(key) ?? { changes, names: [], total: 0 };
    parts.set(key, part);
    part.total += 1;
    if (part.names.length < RUN_NAMES) part.names.push(story.person.name);
  }
  return [...parts.values()];
}
