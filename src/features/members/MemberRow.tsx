import sealCheck from "virtual:icon/fill/seal-check";
import { memo } from "react";
import type { UserId } from "#api/ids.ts";
import type { MemberItem } from "#api/rooms.ts";
import { t } from "#lib/i18n/t.ts";
import { Avatar } from "#ui/Avatar.tsx";
import { Icon } from "#ui/icons/Icon.tsx";
import { VisuallyHidden } from "#ui/VisuallyHidden.tsx";

type Group = Extract<MemberItem, { readonly kind: "group" }>["group"];
type Member = Extract<MemberItem, { readonly kind: "member" }>;

function groupName(group: Group): string {
  switch (group) {
    case "creator":
      return t("members.group.creator");
    case "admin":
      return t("members.group.admin");
    case "moderator":
      return t("members.group.moderator");
    case "member":
      return t("members.group.member");
    case "invited":
      return t("members.group.invited");
  }
}

export function GroupHead({ group, total }: { readonly group: Group; readonly total: number }) {
  return (
    <h2 className="grp">
      {groupName(group)}
      <span>{total}</span>
    </h2>
  );
}

export interface MemberRowProps {
  readonly item: Member;
  readonly at: number;
  readonly tab: "stop" | "skip";
  readonly verified: "yes" | "no";
  readonly onPerson: (userId: UserId) => void;
}

export const MemberRow = memo(function MemberRow({ item, at, tab, verified, onPerson }: MemberRowProps) {
  const { person, membership, self } = item;
  const note = self === "me" ? t("members.you") : membership === "invite" ? t("members.invited") : undefined;
  return (
    <button
      type="button"
      className={membership === "invite" ? "mem off" : "mem"}
      data-at={at}
      tabIndex={tab === "stop" ? 0 : -1}
      title={person.userId}
      onClick={() => onPerson(person.userId)}
    >
      <Avatar avatar={person.avatar} size={28} />
      <span>
        <b dir="auto">{person.name}</b>
        {note === undefined ? null : <small>{note}</small>}
      </span>
      {verified === "yes" ? (
        <span className="mem-verified" title={t("encryption.verify.memberVerified")}>
          <Icon d={sealCheck} size="s" />
          <VisuallyHidden>{t("encryption.verify.memberVerified")}</VisuallyHidden>
        </span>
      ) : null}
    </button>
  );
});
