import { memo } from "react";
import type { StateItem } from "#api/timeline.ts";
import { stateText } from "#features/timeline/state-text.ts";
import { Avatar } from "#ui/Avatar.tsx";
import { fullTime } from "#ui/format-time.ts";
import { useClock } from "#ui/use-clock.ts";
import "./line.css";

/** A state event: one line, a small face in the gutter. */
export const State = memo(function State({ item }: { readonly item: StateItem }) {
  useClock();
  return (
    <div className="run" title={fullTime(item.ts)}>
      <span className="stack">
        <Avatar avatar={item.sender.avatar} size={16} />
      </span>
      <span dir="auto">{stateText(item.sender.name, item.change)}</span>
    </div>
  );
});
