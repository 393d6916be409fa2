/** The one mark of a row: not sent > counts > muted > activity. */
import type { Mark } from "#api/room-list.ts";
import type { RoomRecord } from "#sdk/rooms/room-record.ts";

const NONE: Mark = { kind: "none" };
const ACTIVITY: Mark = { kind: "activity" };
const MUTED: Mark = { kind: "muted" };
const FAILED: Mark = { kind: "failed" };

export interface MarkFacts {
  readonly type: "direct" | "room";
  readonly delivery: "failed" | "fine";
  readonly sound: "muted" | "heard";
}

export function markOf(record: RoomRecord, facts: MarkFacts): Mark {
  if (facts.delivery === "failed") return FAILED;
  if (record.membership === "invite") return { kind: "count", count: 1, bound: "exact", whom: "direct" };
  // Nothing comes any more; the row says why.
  if (record.membership !== "join") return NONE;
  const { notify, highlight, bound, activity } = record.unread;
  if (highlight > 0 && facts.sound === "heard") {
    return facts.type === "direct"
      ? { kind: "count", count: Math.max(notify, highlight), bound, whom: "direct" }
      : { kind: "count", count: highlight, bound, whom: "mention" };
  }
  if (notify > 0 && facts.sound === "heard") return { kind: "count", count: notify, bound, whom: facts.type };
  if (facts.sound === "muted") return MUTED;
  return activity === "some" || record.markedUnread === "marked" ? ACTIVITY : NONE;
}

export function unreadOf(record: RoomRecord, sound: MarkFacts["sound"]): "read" | "unread" {
  if (record.markedUnread === "marked" || record.membership === "invite") return "unread";
  if (sound === "muted") return "read";
  return record.unread.notify > 0 || record.unread.activity === "some" ? "unread" : "read";
}

/** What a collapsed section says for all its rows. */
export function sumMarks(marks: Iterable<Mark>): Mark {
  let count = 0;
  let atLeast = false;
  let mention = false;
  let direct = false;
  let activity = false;
  for (const mark of marks) {
    switch (mark.kind) {
      case "failed":
        return FAILED;
      case "count":
        count += mark.count;
        atLeast ||= mark.bound === "atLeast";
        mention ||= mark.whom === "mention";
        direct ||= mark.whom === "direct";
        break;
      case "activity":
        activity = true;
        break;
      case "muted":
      case "none":
        break;
      default:
        mark satisfies never;
    }
  }
  if (count > 0) {
    return {
      kind: "count",
      count,
      bound: atLeast ? "atLeast" : "exact",
      whom: mention ? "mention" : direct ? "direct" : "room",
    };
  }
  return activity ? ACTIVITY : NONE;
}
