/**
 * The members of one room as far as they are known, with names told apart (spec: Calculating the display name for a
 * user). A value: a change makes a new one, which shares what did not change.
 */
import { parseUserId, type UserId } from "#api/ids.ts";
import type { Person } from "#api/people.ts";
import { asString, type MatrixEvent } from "#sdk/events/envelope.ts";
import { personFace } from "./faces.ts";
import { cleanName } from "./names.ts";
import type { PowerLookup } from "./power.ts";
import type { Member, Members } from "./rooms.ts";

const MEMBERSHIPS = { join: "join", invite: "invite", knock: "knock", leave: "leave", ban: "ban" } as const;

function isMembership(value: unknown): value is keyof typeof MEMBERSHIPS {
  return typeof value === "string" && Object.hasOwn(MEMBERSHIPS, value);
}

/** `undefined` if the event is no member event. */
export function memberOf(event: MatrixEvent): Member | undefined {
  const userId = event.type === "m.room.member" ? parseUserId(event.stateKey) : undefined;
  const membership = event.content["membership"];
  if (!userId || !isMembership(membership)) return undefined;
  return {
    userId,
    membership,
    displayName: cleanName(event.content["displayname"]),
    avatar: asString(event.content["avatar_url"]),
    event,
  };
}

function isPresent(member: Member): boolean {
  return member.membership === "join" || member.membership === "invite";
}

// Characters nobody sees must not make two names different.
const INVISIBLE = /[\p{Cf}\p{Cc}\p{Zs}\p{Mn}]+/gu;

function sameAs(name: string): string {
  return name.normalize("NFKC").replace(INVISIBLE, "").toLowerCase();
}

export interface MembersInput {
  readonly byId: ReadonlyMap<UserId, Member>;
  readonly extent: "partial" | "complete";
  readonly power: PowerLookup;
}

export interface MemberList extends Members {
  /** The list with these members changed and this power; itself if nothing changed. */
  with(
    events: readonly MatrixEvent[],
    power: PowerLookup,
    extent: "partial" | "complete",
    dropped?: readonly UserId[],
  ): MemberList;
}

export function createMembers({ byId, extent, power }: MembersInput, before?: ReadonlyMap<UserId, Person>): MemberList {
  let names: Map<string, number> | undefined;
  const persons = new Map<UserId, Person>();

  function countOf(name: string): number {
    if (!names) {
      names = new Map();
      for (const member of byId.values()) {
        if (!isPresent(member) || member.displayName === undefined) continue;
        const key = sameAs(member.displayName);
        names.set(key, (names.get(key) ?? 0) + 1);
      }
    }
    return names.get(sameAs(name)) ?? 0;
  }

  function nameOf(userId: UserId, member: Member | undefined): string {
    const plain = member?.displayName;
    if (plain === undefined || plain === userId) return userId;
    const others = countOf(plain) - (member && isPresent(member) ? 1 : 0);
    // A name that looks like an id of somebody else is an impersonation.
    return others > 0 || (plain.startsWith("@") && parseUserId(plain)) ? `${plain} (${userId})` : plain;
  }

  const self: MemberList = {
    byId,
    extent,
    person: (userId) => {
      const known = persons.get(userId);
      if (known) return known;
      const member = byId.get(userId);
      const made: Person = {
        userId,
        name: nameOf(userId, member),
        avatar: personFace(userId, member?.displayName, member?.avatar),
      };
      const old = before?.get(userId);
      const person = old && samePerson(old, made) ? old : made;
      persons.set(userId, person);
      return person;
    },
    role: (userId) => power.role(userId),
    power: (userId) => power.power(userId),
    with: (events, nextPower, nextExtent, dropped = []) => {
      const next = new Map(byId);
      let outcome: "same" | "changed" = nextPower === power && nextExtent === extent ? "same" : "changed";
      for (const userId of dropped) if (next.delete(userId)) outcome = "changed";
      for (const event of events) {
        const member = memberOf(event);
        if (!member || next.get(member.userId)?.event?.eventId === event.eventId) continue;
        next.set(member.userId, member);
        outcome = "changed";
      }
      return outcome === "same" ? self : createMembers({ byId: next, extent: nextExtent, power: nextPower }, persons);
    },
  };
  return self;
}

function samePerson(a: Person, b: Person): boolean {
  if (a.name !== b.name || a.avatar.kind === "pair" || b.avatar.kind === "pair") return false;
  return a.avatar.mxc === b.avatar.mxc && a.avatar.hue === b.avatar.hue && a.avatar.letter === b.avatar.letter;
}

export function membersFrom(events: readonly MatrixEvent[]): ReadonlyMap<UserId, Member> {
  const byId = new Map<UserId, Member>();
  for (const event of events) {
    const member = memberOf(event);
    if (member) byId.set(member.userId, member);
  }
  return byId;
}
