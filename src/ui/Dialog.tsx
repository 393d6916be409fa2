/**
 * The one dialog. It traps the focus, closes on Escape, on × and on a press outside, and returns the focus to where it
 * came from. On a phone it is a page. Import it only from code that is loaded on demand: it brings Base UI along.
 */
import { Dialog as Base } from "@base-ui/react/dialog";
import x from "virtual:icon/regular/x";
import { useRef, useState, type ReactNode, type RefObject } from "react";
import { t } from "#lib/i18n/t.ts";
import { Icon } from "./icons/Icon.tsx";
import "./icon-button.css";
import "./dialog.css";

export interface DialogProps {
  readonly title: string;
  /** `bare`: no head; the title is only spoken. */
  readonly head?: "titled" | "bare";
  readonly className?: string;
  readonly onClose: () => void;
  /** Where the focus goes; otherwise to the dialog itself, so that its words are read first and no button is at hand. */
  readonly initialFocus?: RefObject<HTMLElement | null>;
  readonly children: ReactNode;
}

export function Dialog({ title, head = "titled", className, onClose, initialFocus, children }: DialogProps) {
  const [open, setOpen] = useState(true);
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root
      open={open}
      onOpenChange={(next) => setOpen(next)}
      onOpenChangeComplete={(next) => {
        if (!next) onClose();
      }}
    >
      <Base.Portal>
        <Base.Backdrop className="scrim" />
        <Base.Popup
          ref={popup}
          className={className ? `dialog ${className}` : "dialog d-ask"}
          initialFocus={initialFocus ?? popup}
        >
          {head === "titled" ? (
            <header className="d-head">
              <Base.Title>{title}</Base.Title>
              <Base.Close className="ib" aria-label={t("shell.close")} title={t("shell.close")}>
                <Icon d={x} />
              </Base.Close>
            </header>
          ) : (
            <Base.Title className="vh">{title}</Base.Title>
          )}
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** The actions of a dialog; the main one last. `note` stands at the start. */
export function DialogFoot({ note, children }: { readonly note?: ReactNode; readonly children: ReactNode }) {
  return (
    <footer className="d-foot">
      <p>{note}</p>
      {children}
    </footer>
  );
}
