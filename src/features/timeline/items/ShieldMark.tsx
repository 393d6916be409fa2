import shieldWarning from "virtual:icon/fill/shield-warning";
import shieldPlain from "virtual:icon/regular/shield";
import { useId, useState } from "react";
import type { MessageItem } from "#api/timeline.ts";
import { shieldText } from "#features/timeline/shield-text.ts";
import { Icon } from "#ui/icons/Icon.tsx";
import "./shield-mark.css";

/** Beside the time, where there is something to say about who wrote this; its words on hover, on focus and by a tap. */
export function ShieldMark({ item }: { readonly item: MessageItem }) {
  const id = useId();
  const [state, setState] = useState<"open" | "closed">("closed");
  const text = shieldText(item);
  if (text === undefined) return null;
  const red = item.shield?.tone === "red";
  return (
    <span className={red ? "shield red" : "shield"}>
      <button
        type="button"
        tabIndex={-1}
        aria-label={text}
        aria-expanded={state === "open"}
        aria-controls={id}
        onClick={() => setState(state === "open" ? "closed" : "open")}
        onBlur={() => setState("closed")}
      >
        <Icon d={red ? shieldWarning : shieldPlain} size="s" />
      </button>
      <span id={id} className={state === "open" ? "shield-words open" : "shield-words"} aria-hidden="true">
        {text}
      </span>
    </span>
  );
}
