/** State events as sentences. A kick or a ban names its victim: `target` comes from the state key. */
import type { MembershipChange, StateChange } from "#api/state-change.ts";
import { t, type MessageKey } from "#lib/i18n/t.ts";
import { nameList } from "#ui/room-name.ts";

const MEMBERSHIP: Readonly<Record<MembershipChange, MessageKey>> = {
  joined: "timeline.state.joined",
  left: "timeline.state.left",
  invited: "timeline.state.invited",
  declined: "timeline.state.declined",
  withdrawn: "timeline.state.withdrawn",
  kicked: "timeline.state.kicked",
  banned: "timeline.state.banned",
  unbanned: "timeline.state.unbanned",
  knocked: "timeline.state.knocked",
  knockDenied: "timeline.state.knockDenied",
  knockWithdrawn: "timeline.state.knockWithdrawn",
  renamed: "timeline.state.renamed",
  newPicture: "timeline.state.newPicture",
  unchanged: "timeline.state.unchanged",
};

const JOIN_RULES: Readonly<Record<string, MessageKey>> = {
  public: "timeline.state.joinPublic",
  invite: "timeline.state.joinInvite",
  knock: "timeline.state.joinKnock",
  restricted: "timeline.state.joinRestricted",
  knock_restricted: "timeline.state.joinRestricted",
};

const HISTORY: Readonly<Record<string, MessageKey>> = {
  world_readable: "timeline.state.historyWorld",
  shared: "timeline.state.historyShared",
  invited: "timeline.state.historyInvited",
  joined: "timeline.state.historyJoined",
};

function known(table: Readonly<Record<string, MessageKey>>, name: string): MessageKey | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** What `actor` did, in words. */
export function stateText(actor: string, change: StateChange): string {
  switch (change.kind) {
    case "membership":
      return membershipText(actor, change);
    case "created":
      return t(change.predecessor === undefined ? "timeline.state.created" : "timeline.state.continued", { actor });
    case "name":
      if (change.to === undefined) return t("timeline.state.unnamed", { actor });
      return change.from === undefined
        ? t("timeline.state.named", { actor, to: change.to })
        : t("timeline.state.renamedRoom", { actor, from: change.from, to: change.to });
    case "topic":
      return change.to === undefined
        ? t("timeline.state.topicRemoved", { actor })
        : t("timeline.state.topic", { actor, to: change.to });
    case "picture":
      return t(change.change === "set" ? "timeline.state.pictureSet" : "timeline.state.pictureRemoved", { actor });
    case "encrypted":
      return t("timeline.state.encrypted", { actor });
    case "joinRule": {
      const key = known(JOIN_RULES, change.rule);
      return key ? t(key, { actor }) : t("timeline.state.joinOther", { actor, rule: change.rule });
    }
    case "history": {
      const key = known(HISTORY, change.visibility);
      return key ? t(key, { actor }) : t("timeline.state.historyOther", { actor, visibility: change.visibility });
    }
    case "guests":
      return t(change.access === "can_join" ? "timeline.state.guestsAllowed" : "timeline.state.guestsForbidden", {
        actor,
      });
    case "alias":
      return change.to === undefined
        ? t("timeline.state.aliasRemoved", { actor, from: change.from ?? "" })
        : t("timeline.state.aliasSet", { actor, to: change.to });
    case "power": {
      if (change.changes.length === 0) return t("timeline.state.powerNobody", { actor });
      const changes = change.changes.map(({ person, from, to }) =>
        t("timeline.state.powerOf", { target: person.name, from, to }),
      );
      return t("timeline.state.power", { actor, changes: nameList(changes) });
    }
    case "pinned":
      switch (change.change) {
        case "pinned":
          return t("timeline.state.pinned", { actor });
        case "unpinned":
          return t("timeline.state.unpinned", { actor });
        case "changed":
          return t("timeline.state.pinsChanged", { actor });
      }
    // falls through never: the inner switch is complete
    case "upgraded":
      return t("timeline.state.upgraded", { actor });
    case "serverRules":
      return t("timeline.state.serverRules", { actor });
    case "spaceChild":
      return t(change.change === "added" ? "timeline.state.childAdded" : "timeline.state.childRemoved", { actor });
    case "other":
      return t("timeline.state.other", { actor, type: change.type });
  }
}

type Membership = Extract<StateChange, { readonly kind: "membership" }>;

function membershipText(actor: string, change: Membership): string {
  const target = change.target.name;
  if (change.change === "renamed") return renamedText(target, change.from, change.to);
  const sentence = t(MEMBERSHIP[change.change], { actor, target });
  return change.reason === undefined ? sentence : t("timeline.state.because", { sentence, reason: change.reason });
}

function renamedText(target: string, from: string | undefined, to: string | undefined): string {
  if (to === undefined) return t("timeline.state.nameRemoved", { from: from ?? target });
  return from === undefined ? t("timeline.state.nameSet", { target, to }) : t("timeline.state.renamed", { from, to });
}
