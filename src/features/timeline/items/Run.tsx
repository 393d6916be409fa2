import { memo, useState } from "react";
import type { TimelineItem } from "#api/timeline.ts";
import { runText } from "#features/timeline/run-text.ts";
import { t } from "#lib/i18n/t.ts";
import { Avatar } from "#ui/Avatar.tsx";
import { State } from "./State.tsx";
import "./line.css";

type RunItem = Extract<TimelineItem, { readonly kind: "run" }>;

// Runs that were opened stay open while the window lives, also when they scroll out and in.
const opened = new Set<string>();

/** Joins and leaves in a row, summed up in one line that opens. */
export const Run = memo(function Run({ item }: { readonly item: RunItem }) {
  const [open, setOpen] = useState(() => opened.has(item.key));
  const toggle = (): void => {
    if (open) opened.delete(item.key);
    else opened.add(item.key);
    setOpen(!open);
  };
  return (
    <>
      <div className="run">
        <span className="stack">
          {item.faces.slice(0, 3).map((person) => (
            <Avatar key={person.userId} avatar={person.avatar} size={16} />
          ))}
        </span>
        <span dir="auto">{runText(item.parts)}</span>
        <button type="button" aria-expanded={open} onClick={toggle}>
          {open ? t("timeline.hide") : t("timeline.show")}
        </button>
      </div>
      {open ? item.entries.map((entry) => <State key={entry.key} item={entry} />) : null}
    </>
  );
});
