/** A small grid of emoji beside what opened it. Loaded on demand: it brings Base UI along. */
import { Popover } from "@base-ui/react/popover";
import { useRef, type KeyboardEvent, type RefObject } from "react";
import { t } from "#lib/i18n/t.ts";
import { COMMON_REACTIONS, QUICK_REACTIONS } from "./emoji.ts";
import "#ui/menu.css";
import "./reaction-picker.css";

const COLUMNS = 8;

export interface ReactionPickerProps {
  readonly anchor: RefObject<HTMLElement | null>;
  /** Reactions of ours. */
  readonly mine: ReadonlySet<string>;
  readonly onPick: (emoji: string) => void;
  readonly onClose: () => void;
}

export function ReactionPicker({ anchor, mine, onPick, onClose }: ReactionPickerProps) {
  const first = useRef<HTMLButtonElement>(null);
  const pick = (emoji: string) => {
    onPick(emoji);
    onClose();
  };
  const button = (emoji: string, index: number) => (
    <button
      key={emoji}
      ref={index === 0 ? first : undefined}
      type="button"
      className={mine.has(emoji) ? "rp-emoji on" : "rp-emoji"}
      aria-pressed={mine.has(emoji)}
      tabIndex={index === 0 ? 0 : -1}
      onClick={() => pick(emoji)}
    >
      {emoji}
    </button>
  );
  return (
    <Popover.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Popover.Portal>
        <Popover.Backdrop className="menu-scrim" />
        <Popover.Positioner className="menu-place" anchor={anchor} side="top" align="end" sideOffset={6}>
          <Popover.Popup
            className="menu rp"
            aria-label={t("timeline.pickReaction")}
            initialFocus={first}
            finalFocus={anchor}
            onKeyDown={walk}
          >
            <i className="grab" aria-hidden="true" />
            <div className="rp-quick">{QUICK_REACTIONS.map(button)}</div>
            <div className="rp-grid">
              {COMMON_REACTIONS.map((emoji, index) => button(emoji, index + QUICK_REACTIONS.length))}
            </div>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** Arrow keys walk the grid; the quick row is its first row. */
function walk(event: KeyboardEvent<HTMLDivElement>): void {
  const buttons = [...event.currentTarget.querySelectorAll<HTMLButtonElement>(".rp-emoji")];
  const at = buttons.findIndex((one) => one === document.activeElement);
  if (at < 0) return;
  const next = buttons[stepFrom(at, event.key, getComputedStyle(event.currentTarget).direction)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function stepFrom(at: number, key: string, direction: string): number {
  const quick = QUICK_REACTIONS.length;
  const forward = direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  const back = direction === "rtl" ? "ArrowRight" : "ArrowLeft";
  switch (key) {
    case forward:
      return at + 1;
    case back:
      return at - 1;
    case "ArrowDown":
      return at < quick ? quick + at : at + COLUMNS;
    case "ArrowUp":
      if (at >= quick + COLUMNS) return at - COLUMNS;
      return at < quick ? -1 : Math.min(at - quick, quick - 1);
    case "Home":
      return 0;
    case "End":
      return quick + COMMON_REACTIONS.length - 1;
    default:
      return -1;
  }
}
