import { useState } from "react";
import type { MessageItem, Reaction } from "#api/timeline.ts";
import { useTimelineActions } from "#features/timeline/timeline-context.ts";
import { t } from "#lib/i18n/t.ts";
import { nameList } from "#ui/room-name.ts";
import "./reactions.css";

const SHOWN = 12;

/** Reactions as pills: one says who, and joins in or takes the own one back when it is pressed. */
export function Reactions({ item }: { readonly item: MessageItem }) {
  const { react } = useTimelineActions();
  const [open, setOpen] = useState(false);
  const { reactions } = item;
  const rest = reactions.length - SHOWN;
  const shown = open || rest <= 1 ? reactions : reactions.slice(0, SHOWN);
  return (
    <div className="reacts">
      {shown.map((reaction) => (
        <Pill
          key={reaction.emoji}
          reaction={reaction}
          onPress={
            item.can.react === "yes" || (reaction.mine === "mine" && item.eventId !== undefined)
              ? () => react(item, reaction.emoji, reaction.mine === "mine" ? "remove" : "add")
              : undefined
          }
        />
      ))}
      {shown.length < reactions.length ? (
        <button type="button" className="react" onClick={() => setOpen(true)}>
          {t("timeline.reactionsMore", { count: rest })}
        </button>
      ) : null}
    </div>
  );
}

function Pill({ reaction, onPress }: { readonly reaction: Reaction; readonly onPress: (() => void) | undefined }) {
  const { emoji, count, mine, names } = reaction;
  const label = t("timeline.reaction", { emoji, count, names: nameList(names) });
  const className = mine === "mine" ? "react mine" : "react";
  const inside = (
    <>
      <span>{emoji}</span>
      {count}
    </>
  );
  return onPress === undefined ? (
    <span className={className} role="img" aria-label={label} title={label}>
      {inside}
    </span>
  ) : (
    <button
      type="button"
      className={className}
      aria-pressed={mine === "mine"}
      aria-label={label}
      title={label}
      onClick={onPress}
    >
      {inside}
    </button>
  );
}
