import type { Verb } from "#api/contract.ts";
import type {} from "#api/all.ts";

export interface VerbPolicy {
  /** Milliseconds after which the verb counts as lost. */
  readonly deadlineMs: number;
  /** `repeat`: asking twice does no harm (the core knows the call's key, or the verb only reads or sets). */
  readonly afterRestart: "repeat" | "fail";
}

const USUAL: VerbPolicy = { deadlineMs: 15_000, afterRestart: "fail" };
const REPEATABLE: VerbPolicy = { ...USUAL, afterRestart: "repeat" };

const POLICIES: { readonly [verb in Verb]?: VerbPolicy } = {
  "session.discover": { deadlineMs: 30_000, afterRestart: "repeat" },
  "session.signIn": { deadlineMs: 30_000, afterRestart: "fail" },
  "session.reconnect": REPEATABLE,
  "message.send": REPEATABLE,
  "message.sendFiles": { deadlineMs: 60_000, afterRestart: "repeat" },
  "message.reply": REPEATABLE,
  "message.edit": REPEATABLE,
  "message.react": REPEATABLE,
  "message.redact": REPEATABLE,
  "message.history": REPEATABLE,
  "message.reactors": REPEATABLE,
  "message.markdown": REPEATABLE,
  "message.retry": REPEATABLE,
  "message.discard": REPEATABLE,
  "timeline.paginate": { deadlineMs: 30_000, afterRestart: "repeat" },
  "timeline.fillGap": { deadlineMs: 30_000, afterRestart: "repeat" },
  "event.source": REPEATABLE,
  "draft.get": REPEATABLE,
  "draft.set": REPEATABLE,
  "media.fetch": { deadlineMs: 60_000, afterRestart: "repeat" },
  "media.limit": REPEATABLE,
  "core.logs": REPEATABLE,
  "room.create": { deadlineMs: 30_000, afterRestart: "fail" },
  "room.startDirect": { deadlineMs: 30_000, afterRestart: "fail" },
  "room.preview": { deadlineMs: 30_000, afterRestart: "repeat" },
  // Another server may have to agree.
  "room.invite": { deadlineMs: 60_000, afterRestart: "fail" },
  "room.leave": { deadlineMs: 60_000, afterRestart: "repeat" },
  "room.join": { deadlineMs: 60_000, afterRestart: "repeat" },
  "room.markRead": REPEATABLE,
  "room.markAllRead": REPEATABLE,
  "room.markUnread": REPEATABLE,
  "room.setTag": REPEATABLE,
  "room.removeTag": REPEATABLE,
  "room.setTyping": REPEATABLE,
  "room.whyUnread": REPEATABLE,
  "jump.search": REPEATABLE,
  "people.search": REPEATABLE,
  "people.card": REPEATABLE,
  "roomList.neighbour": REPEATABLE,
  "roomList.setSection": REPEATABLE,
  "roomList.setSort": REPEATABLE,
  "roomList.setLimit": REPEATABLE,
  "roomList.move": REPEATABLE,
  "roomList.invites": REPEATABLE,
};

export function policyOf(verb: Verb): VerbPolicy {
  return POLICIES[verb] ?? USUAL;
}
