/** One grey line: a deleted or unknown event. */
import type { TimelineItem } from "#api/timeline.ts";
import { readReason, readText, cut } from "#sdk/events/content/text.ts";
import { readExtensibleText } from "#sdk/events/content/poll.ts";
import type { MatrixEvent } from "#sdk/events/envelope.ts";
import type { TimelineInput } from "./input.ts";
import { keyOf } from "./message.ts";
import type { People } from "./people.ts";

export type NoticeItem = Extract<TimelineItem, { kind: "notice" }>;

export function drawNotice(
  event: MatrixEvent,
  kind: "redacted" | "unknown",
  ts: number,
  input: TimelineInput,
  people: People,
): NoticeItem {
  return {
    kind: "notice",
    key: keyOf(event, input.me),
    eventId: event.eventId,
    sender: people.person(event.sender),
    ts,
    notice: noticeOf(event, kind, people),
  };
}

function noticeOf(event: MatrixEvent, kind: "redacted" | "unknown", people: People): NoticeItem["notice"] {
  switch (kind) {
    case "redacted": {
      const by = event.redactedBy?.sender;
      return { kind, by: by && people.person(by), reason: readReason(event.redactedBy?.reason) };
    }
    case "unknown": {
      const text = readText(event.content["body"]) ?? readExtensibleText(event.content);
      return {
        kind,
        type: event.type,
        text: text === undefined ? undefined : cut(text.replace(/\s+/g, " ").trim(), 300),
      };
    }
    default:
      return kind satisfies never;
  }
}
