import type { RoomId, UserId } from "#api/ids.ts";
import type { Section } from "#api/room-list.ts";
import { readRelation } from "#sdk/events/content/relation.ts";
import { asString, isObject, type JsonObject } from "#sdk/events/envelope.ts";
import { shortName } from "./project/room-list/preview.ts";
import type { RoomListInput } from "./project/room-list/input.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import type { ListFacts } from "#sdk/account/list-facts.ts";
import { ownSectionsOf } from "#sdk/account/sections.ts";
import { pushRulesOf } from "#sdk/account/push-rules.ts";

/** Everything the room list follows from, as it is now. */
export function listInput(
  ctx: AccountContext,
  facts: ListFacts,
  filter: string,
  expanded: readonly Section[] = [],
): RoomListInput {
  const { rooms, outbox, clock } = ctx;
  function nameOf(roomId: RoomId, userId: UserId): string | undefined {
    const member = rooms.members(roomId)?.byId.get(userId);
    return member?.displayName ?? rooms.record(roomId)?.heroes.find((hero) => hero.userId === userId)?.name;
  }
  const failed = outbox.failedRooms();
  const drafts = facts.drafts();
  return {
    me: rooms.me,
    rooms,
    muted: pushRulesOf(rooms).muted,
    failedText: (roomId) => {
      if (!failed.has(roomId)) return undefined;
      const item = outbox.items(roomId).findLast(({ state }) => state.state === "failed");
      return item && wordsOf(item.content);
    },
    draft: (roomId) => drafts.get(roomId),
    typing: (roomId) =>
      rooms
        .typing(roomId)
        .filter((userId) => userId !== rooms.me)
        .map((userId) => shortName(nameOf(roomId, userId), userId)),
    collapsed: facts.collapsed(),
    layouts: facts.layouts(),
    userSections: ownSectionsOf(ctx).order(),
    expanded: new Set(expanded),
    filter,
    now: clock.now(),
  };
}

/** What was not sent, in a line: new words without their asterisk, a reaction by its emoji. */
function wordsOf(content: JsonObject): string {
  const edited = content["m.new_content"];
  const relation = readRelation(content);
  return (
    asString((isObject(edited) ? edited : content)["body"]) ?? (relation?.kind === "annotation" ? relation.key : "")
  );
}
