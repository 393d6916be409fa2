/** One thing said in a corner, six seconds long unless it asks; it stays while somebody points at it or is in it. */
import x from "virtual:icon/regular/x";
import warning from "virtual:icon/fill/warning-circle";
import { useEffect, useRef } from "react";
import { createPortal } from "react-dom";
import { t } from "#lib/i18n/t.ts";
import { Icon } from "./icons/Icon.tsx";
import { IconButton } from "./IconButton.tsx";
import "./button.css";
import "./toasts.css";

export interface ToastView {
  readonly id: number;
  readonly text: string;
  readonly tone: "plain" | "failed";
  readonly action: ToastButton | undefined;
  readonly other: ToastButton | undefined;
  readonly stay: "a-moment" | "until-answered";
}

interface ToastButton {
  readonly label: string;
  readonly run: () => void;
}

const STAY_MS = 6000;

export interface ToastsProps {
  /** Oldest first; only the newest is shown. */
  readonly toasts: readonly ToastView[];
  readonly onDismiss: (id: number) => void;
}

export function Toasts({ toasts, onDismiss }: ToastsProps) {
  const toast = toasts.at(-1);
  return createPortal(
    <div className="toasts" role="status" aria-live="polite">
      {toast ? <Toast key={toast.id} toast={toast} onDismiss={() => onDismiss(toast.id)} /> : null}
    </div>,
    document.body,
  );
}

function Toast({ toast, onDismiss }: { readonly toast: ToastView; readonly onDismiss: () => void }) {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const dismiss = useRef(onDismiss);
  useEffect(() => {
    dismiss.current = onDismiss;
  });
  const stay = () => clearTimeout(timer.current);
  const { action, other, stay: lasts } = toast;
  const leaveSoon = () => {
    clearTimeout(timer.current);
    if (lasts === "a-moment") timer.current = setTimeout(() => dismiss.current(), STAY_MS);
  };
  useEffect(() => {
    if (lasts === "until-answered") return undefined;
    timer.current = setTimeout(() => dismiss.current(), STAY_MS);
    return () => clearTimeout(timer.current);
  }, [lasts]);
  return (
    <div className="toast" onPointerEnter={stay} onPointerLeave={leaveSoon} onFocus={stay} onBlur={leaveSoon}>
      {toast.tone === "failed" ? <Icon d={warning} className="red" /> : null}
      <span>{toast.text}</span>
      {[other, action].map((one, at) =>
        one ? (
          <button
            key={at}
            type="button"
            className="link"
            onClick={() => {
              onDismiss();
              one.run();
            }}
          >
            {one.label}
          </button>
        ) : null,
      )}
      <IconButton size="small" icon={x} label={t("shell.dismiss")} onClick={onDismiss} />
    </div>
  );
}
