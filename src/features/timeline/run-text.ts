/** A collapsed run in one sentence: "Sol, Yuki and 2 others joined; Wen joined and left". */
import type { MembershipChange } from "#api/state-change.ts";
import type { RunPart } from "#api/timeline.ts";
import { t, type MessageKey } from "#lib/i18n/t.ts";
import { nameList } from "#ui/room-name.ts";

const VERBS: Readonly<Record<MembershipChange, MessageKey>> = {
  joined: "timeline.run.joined",
  left: "timeline.run.left",
  invited: "timeline.run.invited",
  declined: "timeline.run.declined",
  withdrawn: "timeline.run.withdrawn",
  kicked: "timeline.run.kicked",
  banned: "timeline.run.banned",
  unbanned: "timeline.run.unbanned",
  knocked: "timeline.run.knocked",
  knockDenied: "timeline.run.knockDenied",
  knockWithdrawn: "timeline.run.knockWithdrawn",
  renamed: "timeline.run.renamed",
  newPicture: "timeline.run.newPicture",
  unchanged: "timeline.run.unchanged",
};

function partText(part: RunPart): string {
  const others = part.total - part.names.length;
  const names = nameList(others > 0 ? [...part.names, t("timeline.run.others", { count: others })] : part.names);
  const verbs = nameList(part.changes.map((change) => t(VERBS[change], { count: part.total })));
  return t("timeline.run.part", { names, verbs });
}

export function runText(parts: readonly RunPart[]): string {
  return parts.map(partText).join("; ");
}
