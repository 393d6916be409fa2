import { useState } from "react";
import type { Reaction } from "#api/timeline.ts";
import { t } from "#lib/i18n/t.ts";
import { nameList } from "#ui/room-name.ts";
import "./reactions.css";

const SHOWN = 12;

/** Reactions as pills. Pressing them comes with the verbs for it. */
export function Reactions({ reactions }: { readonly reactions: readonly Reaction[] }) {
  const [open, setOpen] = useState(false);
  const rest = reactions.length - SHOWN;
  const shown = open || rest <= 1 ? reactions : reactions.slice(0, SHOWN);
  return (
    <div className="reacts">
      {shown.map((reaction) => {
        const label = t("timeline.reaction", {
          emoji: reaction.emoji,
          count: reaction.count,
          names: nameList(reaction.names),
        });
        return (
          <span
            key={reaction.emoji}
            className={reaction.mine === "mine" ? "react mine" : "react"}
            role="img"
            aria-label={label}
            title={label}
          >
            <span>{reaction.emoji}</span>
            {reaction.count}
          </span>
        );
      })}
      {shown.length < reactions.length ? (
        <button type="button" className="react" onClick={() => setOpen(true)}>
          {t("timeline.reactionsMore", { count: rest })}
        </button>
      ) : null}
    </div>
  );
}
