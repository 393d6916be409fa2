/** The answered message, quoted in one line. */
import type { EventId } from "#api/ids.ts";
import type { ReplyQuote } from "#api/timeline.ts";
import { asString, type MatrixEvent } from "#sdk/events/envelope.ts";
import { cut } from "#sdk/events/content/text.ts";
import { bodyLine, readEventBody } from "./body.ts";
import { classify } from "./classify.ts";
import type { TimelineInput } from "./input.ts";
import type { Memo } from "./memo.ts";
import type { People } from "./people.ts";

export function drawReply(eventId: EventId, input: TimelineInput, people: People, lines: Memo<string>): ReplyQuote {
  const target = input.replyTarget(eventId);
  switch (target.state) {
    case "loading":
    case "missing":
      return { kind: target.state, eventId };
    case "known": {
      const { event } = target;
      if (event.redactedBy || input.ignored.has(event.sender)) return { kind: "missing", eventId };
      if (classify(event) === "encrypted") return { kind: "unreadable", eventId, sender: people.person(event.sender) };
      const edit = input.relations.edit(eventId);
      const text = lines.get(event, [edit], people, (used) => quoteLine(event, edit, input, used));
      return { kind: "message", eventId, sender: people.person(event.sender), text };
    }
    default:
      return target satisfies never;
  }
}

function quoteLine(event: MatrixEvent, edit: MatrixEvent | undefined, input: TimelineInput, people: People): string {
  if (classify(event) !== "message") return cut(asString(event.content["body"]) ?? "", 300);
  const body = readEventBody(event, edit, { me: input.me, people, words: [] });
  return body.kind === "valid" ? bodyLine(body.value) : "";
}
