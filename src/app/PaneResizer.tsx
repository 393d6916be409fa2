/** The line between two panes: dragged, or moved by arrow keys in steps of 16; a double click restores the layout's width. */
import { useRef, type KeyboardEvent, type PointerEvent } from "react";
import "./pane-resizer.css";

const STEP = 16;

export interface PaneResizerProps {
  readonly label: string;
  /** Where the pane lies as seen from the line. */
  readonly pane: "before" | "after";
  readonly width: number;
  readonly min: number;
  readonly max: number;
  readonly controls: string;
  /** May be called with any width; the owner snaps and clamps. */
  readonly onWidth: (width: number, by: "pointer" | "key") => void;
  readonly onRestore: () => void;
}

export function PaneResizer({ label, pane, width, min, max, controls, onWidth, onRestore }: PaneResizerProps) {
  const drag = useRef<{ readonly x: number; readonly width: number } | undefined>(undefined);

  const direction = () => {
    const rtl = getComputedStyle(document.documentElement).direction === "rtl" ? -1 : 1;
    return pane === "before" ? rtl : -rtl;
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, width };
  };
  const onPointerMove = (event: PointerEvent) => {
    if (drag.current) onWidth(drag.current.width + (event.clientX - drag.current.x) * direction(), "pointer");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    switch (event.key) {
      case "ArrowLeft":
        onWidth(width - STEP * direction(), "key");
        break;
      case "ArrowRight":
        onWidth(width + STEP * direction(), "key");
        break;
      case "Home":
        onWidth(min, "key");
        break;
      case "End":
        onWidth(max, "key");
        break;
      case "Enter":
        onRestore();
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  return (
    <div
      className={`resizer ${pane}`}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation="vertical"
      aria-controls={controls}
      aria-valuenow={Math.round(width)}
      aria-valuemin={min}
      aria-valuemax={max}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        drag.current = undefined;
      }}
      onPointerCancel={() => {
        drag.current = undefined;
      }}
      onKeyDown={onKeyDown}
      onDoubleClick={onRestore}
    />
  );
}
