/** The second line of a row. */
import { localpartOf, type RoomId, type UserId } from "#api/ids.ts";
import type { Person } from "#api/people.ts";
import type { Preview, PreviewBody } from "#api/room-list.ts";
import { cut, readName } from "#sdk/events/content/text.ts";
import { readMember } from "#sdk/events/content/member.ts";
import type { MatrixEvent } from "#sdk/events/envelope.ts";
import { personFace } from "#sdk/rooms/faces.ts";
import { removalOf } from "#sdk/rooms/removal.ts";
import type { RoomRecord } from "#sdk/rooms/room-record.ts";
import { bodyLine, readEventBody } from "#sdk/views/project/timeline/body.ts";
import { classify } from "#sdk/views/project/timeline/classify.ts";
import type { People } from "#sdk/views/project/timeline/people.ts";
import { readStateChange } from "#sdk/views/project/timeline/state-change.ts";

const MAX_PREVIEW = 200;
const NONE: Preview = { kind: "none" };

export interface PreviewSource {
  readonly me: UserId;
  failedText(roomId: RoomId): string | undefined;
  draft(roomId: RoomId): string | undefined;
  typing(roomId: RoomId): readonly string[];
}

/** What is unsent comes first, then what is happening now, then what I left behind, then the last message. */
export function previewOf(
  record: RoomRecord,
  source: PreviewSource,
  messagePreview: (record: RoomRecord) => Preview,
): Preview {
  const removal = removalOf(record);
  if (removal) {
    const { how, by, reason } = removal;
    const known = record.latest?.event.sender === by ? record.latest.senderName : undefined;
    const name = known ?? record.heroes.find(({ userId }) => userId === by)?.name;
    return { kind: "removed", how, by: shortName(name, by), reason };
  }
  const failed = source.failedText(record.roomId);
  if (failed !== undefined) return { kind: "failed", text: oneLine(failed) };
  const names = source.typing(record.roomId);
  if (names.length > 0) return { kind: "typing", names };
  const draft = oneLine(source.draft(record.roomId) ?? "");
  return draft === "" ? messagePreview(record) : { kind: "draft", text: draft };
}

function oneLine(text: string): string {
  return cut(text.replace(/\s+/g, " ").trim(), MAX_PREVIEW);
}

/** The newest message; follows from the record alone. */
export function latestPreview(record: RoomRecord, me: UserId): Preview {
  const { latest } = record;
  if (!latest) return NONE;
  const { event } = latest;
  const people = peopleOfRecord(record, me);
  return {
    kind: "message",
    from: event.sender === me ? "me" : "other",
    name: shortName(latest.senderName, event.sender),
    body: previewBody(event, me, people),
  };
}

/** First word of a name. */
export function shortName(name: string | undefined, userId: UserId): string {
  const full = readName(name) ?? localpartOf(userId);
  return full.split(" ", 1)[0] ?? full;
}

function previewBody(event: MatrixEvent, me: UserId, people: People): PreviewBody {
  const kind = classify(event);
  switch (kind) {
    case "message": {
      const body = readEventBody(event, undefined, { me, people, words: [] });
      if (body.kind === "invalid") return { kind: "unknown" };
      const { kind: what } = body.value;
      return { kind: what === "gallery" ? "image" : what, text: cut(bodyLine(body.value), MAX_PREVIEW) };
    }
    case "state": {
      const reading = readStateChange(event, people);
      return reading.kind === "change" ? { kind: "state", change: reading.change } : { kind: "unknown" };
    }
    case "redacted":
    case "encrypted":
      return { kind };
    case "unknown":
    case "invisible":
      return { kind: "unknown" };
    default:
      return kind satisfies never;
  }
}

/** People as far as the record knows them: no member list is loaded for a row. */
function peopleOfRecord(record: RoomRecord, me: UserId): People {
  return {
    person: (userId): Person => {
      const own = userId === me && record.ownMember ? readMember(record.ownMember.content) : undefined;
      const hero = record.heroes.find((one) => one.userId === userId);
      const sender = record.latest?.event.sender === userId ? record.latest.senderName : undefined;
      const name = readName(own?.displayName ?? hero?.name ?? sender) ?? localpartOf(userId);
      return { userId, name, avatar: personFace(userId, name, own?.avatar ?? hero?.avatar) };
    },
  };
}
