/**
 * Tags and the unread mark between the wish and the server's word. Pure. Always holds: what a record shows is what the
 * server said last with everything on top that was asked and is not confirmed; so a sync that knows nothing of a wish yet
 * takes nothing back, and a refusal leaves exactly the server's state.
 */
import { structuralEqual } from "#lib/structural-equal.ts";
import type { AskedOfServer, RoomRecord, Tags } from "./room-record.ts";

export interface Wish {
  readonly tags?: AskedOfServer["tags"];
  readonly markedUnread?: "marked" | "no";
}

/** One request to the server. */
export type WishPart =
  | { readonly kind: "tag"; readonly tag: string; readonly value: { readonly order: number | undefined } | "gone" }
  | { readonly kind: "unread"; readonly value: "marked" | "no" };

function withTags(tags: Tags, asked: AskedOfServer["tags"]): Tags {
  const next = new Map(Object.entries(tags));
  for (const [tag, value] of Object.entries(asked)) {
    if (value === "gone") next.delete(tag);
    else next.set(tag, value);
  }
  return Object.fromEntries(next);
}

function shown(record: RoomRecord, asked: AskedOfServer): RoomRecord {
  const { asked: _, ...rest } = record;
  const tags = withTags(asked.server.tags, asked.tags);
  const next = {
    ...rest,
    tags: structuralEqual(tags, record.tags) ? record.tags : tags,
    markedUnread: asked.markedUnread ?? asked.server.markedUnread,
  };
  return Object.keys(asked.tags).length > 0 || asked.markedUnread !== undefined ? { ...next, asked } : next;
}

function base({ tags, markedUnread, asked }: RoomRecord): AskedOfServer {
  return asked ?? { tags: {}, markedUnread: undefined, server: { tags, markedUnread } };
}

/** Shows a wish at once and remembers that the server must be told. */
export function ask(record: RoomRecord, wish: Wish): RoomRecord {
  const before = base(record);
  return shown(record, {
    server: before.server,
    tags: { ...before.tags, ...wish.tags },
    markedUnread: wish.markedUnread ?? before.markedUnread,
  });
}

/** What the server says, by sync. */
export function heard(record: RoomRecord, word: Partial<AskedOfServer["server"]>): RoomRecord {
  const before = base(record);
  const server = { ...before.server, ...word };
  return structuralEqual(server, before.server) && record.asked === undefined
    ? record
    : shown(record, { ...before, server });
}

/** What is still to be told, in a fixed order. */
export function partsOf({ asked }: RoomRecord): readonly WishPart[] {
  if (!asked) return [];
  const parts: WishPart[] = Object.entries(asked.tags).map(([tag, value]) => ({ kind: "tag", tag, value }));
  if (asked.markedUnread !== undefined) parts.push({ kind: "unread", value: asked.markedUnread });
  return parts;
}

/** The server took a part, or refused it. A wish that changed meanwhile stays. */
export function settle(record: RoomRecord, part: WishPart, outcome: "done" | "refused"): RoomRecord {
  const { asked } = record;
  if (!asked) return record;
  const { server } = asked;
  if (part.kind === "unread") {
    return shown(record, {
      ...asked,
      markedUnread: asked.markedUnread === part.value ? undefined : asked.markedUnread,
      server: outcome === "done" ? { ...server, markedUnread: part.value } : server,
    });
  }
  const { [part.tag]: wanted, ...others } = asked.tags;
  return shown(record, {
    ...asked,
    tags: structuralEqual(wanted, part.value) ? others : asked.tags,
    server: outcome === "done" ? { ...server, tags: withTags(server.tags, { [part.tag]: part.value }) } : server,
  });
}
