/**
 * The palette's frame and its input. Small and always loaded, so that whatever is typed right after the shortcut lands in
 * the input and nowhere else; what it finds is drawn by whoever is handed in, and may come later. The browser's own dialog
 * keeps the focus inside, closes on Escape, and gives the focus back.
 */
import magnifier from "virtual:icon/regular/magnifying-glass";
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { t } from "#lib/i18n/t.ts";
import { Icon } from "#ui/icons/Icon.tsx";
import "./palette-box.css";

/** What the results tell the input about themselves. */
export interface PaletteList {
  readonly listId: string;
  readonly activeId: string | undefined;
  readonly state: "some" | "none";
}

export interface PaletteSlot {
  readonly query: string;
  readonly onList: (list: PaletteList) => void;
  /** Takes over the keys of the input; Enter that was pressed before is told at once. Returns how to let go. */
  readonly takeKeys: (onKey: (event: KeyboardEvent) => void, onEnter: () => void) => () => void;
  readonly close: () => void;
}

export interface PaletteBoxProps {
  readonly query: string;
  readonly onClose: () => void;
  readonly children: (slot: PaletteSlot) => ReactNode;
}

export function PaletteBox({ query: initial, onClose, children }: PaletteBoxProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [query, setQuery] = useState(initial);
  const [list, setList] = useState<PaletteList>();
  const keys = useRef<(event: KeyboardEvent) => void>(undefined);
  const early = useRef<"enter" | undefined>(undefined);

  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);

  const [slot] = useState(() => ({
    onList: setList,
    takeKeys: (onKey: (event: KeyboardEvent) => void, onEnter: () => void) => {
      keys.current = onKey;
      if (early.current !== undefined) onEnter();
      early.current = undefined;
      return () => {
        keys.current = undefined;
      };
    },
    close: () => dialog.current?.close(),
  }));

  // A press beside the box closes it. Not by a handler on the element: for keyboards there are Escape and the shortcut.
  useEffect(() => {
    const element = dialog.current;
    const onPointerDown = (event: PointerEvent): void => {
      if (event.target === element) element?.close();
    };
    element?.addEventListener("pointerdown", onPointerDown);
    return () => element?.removeEventListener("pointerdown", onPointerDown);
  }, []);

  return (
    <dialog
      ref={dialog}
      className="palette"
      aria-label={t("shell.palette")}
      onClose={(event) => {
        if (!event.currentTarget.open) onClose();
      }}
    >
      <div className="pal-box">
        <label className="pal-field">
          <Icon d={magnifier} />
          <input
            // The browser's dialog gives it the focus when it opens.
            // eslint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
            value={query}
            role="combobox"
            aria-label={t("shell.palette")}
            aria-autocomplete="list"
            aria-expanded={list?.state === "some"}
            aria-controls={list?.listId}
            aria-activedescendant={list?.activeId}
            placeholder={t("shell.palettePlaceholder")}
            autoComplete="off"
            spellCheck={false}
            enterKeyHint="go"
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={(event) => {
              if (keys.current) keys.current(event);
              else if (event.key === "Enter" && !event.nativeEvent.isComposing) early.current = "enter";
            }}
          />
          <button type="button" className="link pal-close" onClick={slot.close}>
            {t("shell.close")}
          </button>
        </label>
        {children({ ...slot, query })}
      </div>
    </dialog>
  );
}
