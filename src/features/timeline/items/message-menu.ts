/** The menu of a message: what the bar has no room for, and on a phone all of it. */
import arrowBendUpLeft from "virtual:icon/regular/arrow-bend-up-left";
import clock from "virtual:icon/regular/clock-counter-clockwise";
import code from "virtual:icon/regular/code";
import copy from "virtual:icon/regular/copy";
import eye from "virtual:icon/regular/eye";
import link from "virtual:icon/regular/link-simple";
import pencilSimple from "virtual:icon/regular/pencil-simple";
import quotes from "virtual:icon/regular/quotes";
import smiley from "virtual:icon/regular/smiley";
import plus from "virtual:icon/regular/plus";
import trash from "virtual:icon/regular/trash";
import users from "virtual:icon/regular/users";
import type { MessageItem } from "#api/timeline.ts";
import { bodyText } from "#features/timeline/item-text.ts";
import type { TimelineActions } from "#features/timeline/timeline-context.ts";
import { t } from "#lib/i18n/t.ts";
import type { MenuEntry } from "#ui/Menu.tsx";
import { QUICK_REACTIONS } from "./emoji.ts";

export interface MenuSteps {
  /** `quick`: the likely reactions stand in the menu itself. */
  readonly reactions: "quick" | "one";
  readonly react: () => void;
  /** Runs when the menu is gone. */
  readonly later: (run: () => void) => void;
}

export function messageMenu(item: MessageItem, actions: TimelineActions, steps: MenuSteps): readonly MenuEntry[] {
  const { can, eventId } = item;
  const entries: MenuEntry[] = [];
  const add = (label: string, icon: string, run: () => void, keys?: string): void => {
    entries.push({
      kind: "action",
      label,
      icon,
      ...(keys === undefined ? {} : { keys }),
      onChoose: () => steps.later(run),
    });
  };
  if (can.react === "yes" && steps.reactions === "quick") entries.push(quickRow(item, actions, steps));
  else if (can.react === "yes") add(t("timeline.react"), smiley, steps.react, "+");
  if (can.reply === "yes") add(t("timeline.reply"), arrowBendUpLeft, () => actions.reply(item), "R");
  if (can.edit === "yes")
    add(t("rich" in item.body ? "timeline.edit" : "timeline.editCaption"), pencilSimple, () => actions.edit(item), "E");
  if (entries.some((entry) => entry.kind === "action")) entries.push({ kind: "line" });
  add(t("timeline.copyText"), copy, () => void navigator.clipboard.writeText(bodyText(item.body)));
  if (eventId !== undefined) {
    add(t("timeline.copyQuote"), quotes, () => actions.copyQuote(eventId));
    add(t("timeline.copyLink"), link, () => actions.copyLink(eventId));
    if (item.reactions.length > 0) add(t("timeline.whoReacted"), users, () => actions.showReactors(eventId));
    if (item.readerCount > 0) add(t("timeline.readByTitle"), eye, () => actions.showReaders(eventId));
    if (item.edited === "edited") add(t("timeline.history"), clock, () => actions.showHistory(eventId));
    add(t("timeline.viewSource"), code, () => actions.viewSource(eventId));
  }
  if (can.redact === "yes") {
    entries.push(
      { kind: "line" },
      {
        kind: "action",
        label: t("timeline.deleteMessage"),
        icon: trash,
        keys: t("timeline.deleteKey"),
        tone: "danger",
        onChoose: () => steps.later(() => actions.askDelete(item)),
      },
    );
  }
  return entries;
}

function quickRow(item: MessageItem, actions: TimelineActions, steps: MenuSteps): MenuEntry {
  const mine = new Set(item.reactions.filter((reaction) => reaction.mine === "mine").map(({ emoji }) => emoji));
  return {
    kind: "row",
    options: [
      ...QUICK_REACTIONS.map((emoji) => ({
        key: emoji,
        text: emoji,
        label: t("timeline.reactWith", { emoji }),
        pressed: mine.has(emoji),
        onChoose: () => actions.react(item, emoji, mine.has(emoji) ? "remove" : "add"),
      })),
      {
        key: "more",
        icon: plus,
        label: t("timeline.pickReaction"),
        pressed: false,
        onChoose: () => steps.later(steps.react),
      },
    ],
  };
}
