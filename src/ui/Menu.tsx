/**
 * A menu beside whatever opened it; on a phone it is a sheet at the bottom. Import it only from code that is loaded on
 * demand (`MenuButton` does): it brings Base UI along.
 */
import { Menu as Base } from "@base-ui/react/menu";
import check from "virtual:icon/bold/check";
import type { RefObject } from "react";
import { Icon } from "./icons/Icon.tsx";
import "./menu.css";

export type MenuEntry =
  | {
      readonly kind: "action";
      readonly label: string;
      readonly icon?: string;
      readonly keys?: string;
      readonly tone?: "neutral" | "danger";
      /** There, but not to be chosen now. */
      readonly state?: "disabled";
      readonly onChoose: () => void;
    }
  | {
      readonly kind: "choice";
      readonly label: string;
      readonly value: string;
      /** Whether its label stands above it. */
      readonly heading?: "shown";
      readonly options: readonly { readonly value: string; readonly label: string; readonly icon?: string }[];
      readonly onChoose: (value: string) => void;
    }
  /** Several short choices side by side. */
  | {
      readonly kind: "row";
      readonly options: readonly {
        readonly key: string;
        /** What it shows, if that is not `icon`. */
        readonly text?: string;
        readonly icon?: string;
        readonly label: string;
        readonly pressed: boolean;
        readonly onChoose: () => void;
      }[];
    }
  | { readonly kind: "line" };

export interface MenuProps {
  readonly label: string;
  readonly anchor: RefObject<HTMLElement | null>;
  readonly entries: readonly MenuEntry[];
  readonly side?: "top" | "bottom" | "inline-end";
  readonly align?: "start" | "end";
  /** Where a pointer asked for it; otherwise beside the anchor. */
  readonly at?: { readonly x: number; readonly y: number };
  readonly onClose: () => void;
}

export function Menu({ label, anchor, entries, side = "bottom", align = "start", at, onClose }: MenuProps) {
  const place = at ? { getBoundingClientRect: () => new DOMRect(at.x, at.y, 0, 0) } : anchor;
  return (
    <Base.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Base.Portal>
        <Base.Backdrop className="menu-scrim" />
        <Base.Positioner className="menu-place" anchor={place} side={side} align={align} sideOffset={at ? 2 : 6}>
          <Base.Popup className="menu" aria-label={label} finalFocus={anchor}>
            <i className="grab" aria-hidden="true" />
            {entries.map((entry, index) => (
              <Entry key={index} entry={entry} />
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function Entry({ entry }: { readonly entry: MenuEntry }) {
  switch (entry.kind) {
    case "line":
      return <hr />;
    case "action":
      return (
        <Base.Item
          className={entry.tone === "danger" ? "mi danger" : "mi"}
          disabled={entry.state === "disabled"}
          onClick={entry.onChoose}
        >
          {entry.icon === undefined ? null : <Icon d={entry.icon} />}
          <span className="mi-label">{entry.label}</span>
          {entry.keys === undefined ? null : <kbd>{entry.keys}</kbd>}
        </Base.Item>
      );
    case "row":
      return (
        <div className="mi-row" role="presentation">
          {entry.options.map(({ key, text, icon, label, pressed, onChoose }) => (
            <Base.Item key={key} className={pressed ? "mi-cell on" : "mi-cell"} aria-label={label} onClick={onChoose}>
              {icon === undefined ? <span aria-hidden="true">{text}</span> : <Icon d={icon} />}
            </Base.Item>
          ))}
        </div>
      );
    case "choice":
      return (
        <Base.RadioGroup
          aria-label={entry.label}
          value={entry.value}
          onValueChange={(value: unknown) => {
            if (typeof value === "string") entry.onChoose(value);
          }}
        >
          {entry.heading === "shown" ? (
            <span className="mi-heading" aria-hidden="true">
              {entry.label}
            </span>
          ) : null}
          {entry.options.map((option) => (
            <Base.RadioItem key={option.value} value={option.value} className="mi" closeOnClick={false}>
              {option.icon === undefined ? null : <Icon d={option.icon} />}
              <span className="mi-label">{option.label}</span>
              <Base.RadioItemIndicator className="mi-check">
                <Icon d={check} />
              </Base.RadioItemIndicator>
            </Base.RadioItem>
          ))}
        </Base.RadioGroup>
      );
  }
}
