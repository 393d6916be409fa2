/** What lies below the "new" row, for the status beside the timeline. */
import type { TimelineItem } from "#api/timeline.ts";

export interface NewMessages {
  readonly firstKey: string | undefined;
  /** Messages of others. */
  readonly count: number;
}

export function newMessages(items: readonly TimelineItem[]): NewMessages {
  const at = items.findIndex((item) => item.kind === "new");
  if (at === -1) return { firstKey: undefined, count: 0 };
  const below = items.slice(at + 1);
  return {
    firstKey: below[0]?.key,
    count: below.reduce((sum, item) => sum + messagesIn(item), 0),
  };
}

function messagesIn(item: TimelineItem): number {
  if (item.kind === "unreadable") return item.count;
  return item.kind === "message" && item.from === "other" ? 1 : 0;
}
