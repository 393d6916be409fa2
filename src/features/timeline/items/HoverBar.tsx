import arrowBendUpLeft from "virtual:icon/regular/arrow-bend-up-left";
import dotsThree from "virtual:icon/regular/dots-three";
import pencilSimple from "virtual:icon/regular/pencil-simple";
import smiley from "virtual:icon/regular/smiley";
import { lazy, Suspense, useMemo, useRef } from "react";
import type { MessageItem } from "#api/timeline.ts";
import { useTimelineActions } from "#features/timeline/timeline-context.ts";
import { t } from "#lib/i18n/t.ts";
import { IconButton } from "#ui/IconButton.tsx";
import { PHONE, useMediaQuery } from "#ui/use-media-query.ts";
import { messageMenu } from "./message-menu.ts";
import "./hover-bar.css";

const loadMenu = () => import("#ui/Menu.tsx");
const loadPicker = () => import("./ReactionPicker.tsx");
const Menu = lazy(() => loadMenu().then((module) => ({ default: module.Menu })));
const ReactionPicker = lazy(() => loadPicker().then((module) => ({ default: module.ReactionPicker })));

/** What of the bar is open; it stays while something is, wherever pointer and focus are. */
export type BarState = "closed" | "menu" | "react";

export interface HoverBarProps {
  readonly item: MessageItem;
  readonly state: BarState;
  readonly onState: (state: BarState) => void;
}

/** What can be done with a message, while it is pointed at or has the focus. */
export function HoverBar({ item, state, onState }: HoverBarProps) {
  const actions = useTimelineActions();
  const more = useRef<HTMLButtonElement>(null);
  const react = useRef<HTMLButtonElement>(null);
  const next = useRef<() => void>(undefined);
  const { can } = item;
  const phone = useMediaQuery(PHONE);
  const mine = useMemo(
    () => new Set(item.reactions.filter((reaction) => reaction.mine === "mine").map(({ emoji }) => emoji)),
    [item.reactions],
  );
  const warm = () => {
    void loadMenu();
    if (can.react === "yes") void loadPicker();
  };
  const close = () => {
    onState("closed");
    const run = next.current;
    next.current = undefined;
    // After the menu has given the focus back: what was chosen may want it.
    if (run) setTimeout(run, 50);
  };
  return (
    <div className="hoverbar" role="toolbar" aria-label={t("timeline.actions")} onPointerEnter={warm} onFocus={warm}>
      {can.react === "yes" ? (
        <IconButton
          ref={react}
          icon={smiley}
          label={t("timeline.react")}
          look={state === "react" ? "on" : "plain"}
          aria-haspopup="dialog"
          aria-expanded={state === "react"}
          onClick={() => onState(state === "react" ? "closed" : "react")}
        />
      ) : null}
      {can.reply === "yes" ? (
        <IconButton icon={arrowBendUpLeft} label={t("timeline.reply")} onClick={() => actions.reply(item)} />
      ) : null}
      {can.edit === "yes" ? (
        <IconButton
          icon={pencilSimple}
          label={t("rich" in item.body ? "timeline.edit" : "timeline.editCaption")}
          onClick={() => actions.edit(item)}
        />
      ) : null}
      <IconButton
        ref={more}
        icon={dotsThree}
        label={t("timeline.more")}
        look={state === "menu" ? "on" : "plain"}
        aria-haspopup="menu"
        aria-expanded={state === "menu"}
        onClick={() => onState(state === "menu" ? "closed" : "menu")}
      />
      <Suspense>
        {state === "menu" ? (
          <Menu
            label={t("timeline.more")}
            anchor={more}
            align="end"
            entries={messageMenu(item, actions, {
              reactions: phone ? "quick" : "one",
              react: () => onState("react"),
              later: (run) => {
                next.current = run;
              },
            })}
            onClose={close}
          />
        ) : null}
        {state === "react" ? (
          <ReactionPicker
            anchor={react}
            mine={mine}
            onPick={(emoji) => actions.react(item, emoji, mine.has(emoji) ? "remove" : "add")}
            onClose={() => onState("closed")}
          />
        ) : null}
      </Suspense>
    </div>
  );
}
