/** Which kind of row is drawn by what. A new kind in the contract does not compile until it stands here. */
import type { ReactNode } from "react";
import type { TimelineItem } from "#api/timeline.ts";
import { Day } from "./Day.tsx";
import { Gap } from "./Gap.tsx";
import { Message } from "./Message.tsx";
import { New } from "./New.tsx";
import { Notice } from "./Notice.tsx";
import { Run } from "./Run.tsx";
import { State } from "./State.tsx";
import { Unreadable } from "./Unreadable.tsx";

export function drawItem(item: TimelineItem, tail: "last" | "inside"): ReactNode {
  switch (item.kind) {
    case "message":
      return <Message item={item} tail={tail} />;
    case "state":
      return <State item={item} />;
    case "run":
      return <Run item={item} />;
    case "notice":
      return <Notice item={item} />;
    case "unreadable":
      return <Unreadable item={item} />;
    case "day":
      return <Day ts={item.ts} />;
    case "new":
      return <New />;
    case "gap":
      return <Gap item={item} />;
    // Drawn above the list, in a place of fixed height (see TimelineList).
    case "history":
      return null;
    default: {
      const never: never = item;
      return never;
    }
  }
}
