/**
 * The people of a room by role, then name, with group headers; invited ones last. Sorted once per member list, since a
 * list is a value: a change makes a new one.
 */
import type { UserId } from "#api/ids.ts";
import type { Role } from "#api/people.ts";
import type { MemberItem } from "#api/rooms.ts";
import { fold } from "#lib/fold.ts";
import type { Members } from "#sdk/rooms/rooms.ts";
import type { ViewWindow } from "#sdk/views/view.ts";

export interface MembersInput {
  readonly me: UserId;
  readonly members: Members;
  readonly filter: string;
}

type Group = Role | "invited";
const GROUPS: readonly Group[] = ["creator", "admin", "moderator", "member", "invited"];
type Row = Extract<MemberItem, { kind: "member" }>;

interface Sorted {
  readonly row: Row;
  readonly group: Group;
  /** Folded name and id. */
  readonly text: string;
}

const sorted = new WeakMap<Members, { readonly me: UserId; readonly rows: readonly Sorted[] }>();

export function projectMembers(input: MembersInput, from: number, count: number): ViewWindow<MemberItem> {
  const words = fold(input.filter)
    .split(/\s+/)
    .filter((word) => word !== "");
  const rows = sort(input).filter((one) => words.every((word) => one.text.includes(word)));
  const items: MemberItem[] = [];
  for (const group of GROUPS) {
    const inGroup = rows.filter((one) => one.group === group);
    if (inGroup.length === 0) continue;
    items.push({ kind: "group", key: `group:${group}`, group, total: inGroup.length });
    for (const one of inGroup) items.push(one.row);
  }
  const start = Math.max(0, Math.min(Math.trunc(from), Math.max(0, items.length - 1)));
  return { items: items.slice(start, start + Math.max(0, Math.trunc(count))), from: start, total: items.length };
}

function sort({ me, members }: MembersInput): readonly Sorted[] {
  const known = sorted.get(members);
  if (known?.me === me) return known.rows;
  const rows: Sorted[] = [];
  for (const member of members.byId.values()) {
    const { membership, userId } = member;
    if (membership !== "join" && membership !== "invite") continue;
    const person = members.person(userId);
    const role = members.role(userId);
    rows.push({
      row: { kind: "member", key: userId, person, membership, role, self: userId === me ? "me" : "other" },
      group: membership === "invite" ? "invited" : role,
      text: `${fold(person.name).replace(/^[@\s]+/, "")} ${fold(userId)}`,
    });
  }
  rows.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  sorted.set(members, { me, rows });
  return rows;
}
