import { use, useEffect, useRef, type ReactNode } from "react";
import { FoundItem } from "./found-item.ts";
import type { ItemId } from "./sections.ts";

export interface RowProps {
  readonly id: ItemId;
  readonly title: string;
  readonly note?: ReactNode;
  readonly children?: ReactNode;
  /** `under`: the control has the row's whole width. */
  readonly control?: "beside" | "under";
}

/** One setting: what it is, what it means, and its control. */
export function Row({ id, title, note, children, control = "beside" }: RowProps) {
  const found = use(FoundItem) === id;
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (found) row.current?.scrollIntoView({ block: "center" });
  }, [found]);
  const names = ["setrow"];
  if (control === "under") names.push("stacked");
  if (found) names.push("found");
  return (
    <div ref={row} className={names.join(" ")} data-setting={id}>
      <span className="set-words">
        <b>{title}</b>
        {note === undefined || note === "" ? null : <small>{note}</small>}
      </span>
      {children}
    </div>
  );
}
