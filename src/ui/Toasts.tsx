/** One thing said in a corner, six seconds long; it stays while somebody points at it or is in it. */
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
  readonly action: { readonly label: string; readonly run: () => void } | undefined;
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
  const leaveSoon = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => dismiss.current(), STAY_MS);
  };
  useEffect(() => {
    timer.current = setTimeout(() => dismiss.current(), STAY_MS);
    return () => clearTimeout(timer.current);
  }, []);
  const { action } = toast;
  return (
    <div className="toast" onPointerEnter={stay} onPointerLeave={leaveSoon} onFocus={stay} onBlur={leaveSoon}>
      {toast.tone === "failed" ? <Icon d={warning} className="red" /> : null}
      <span>{toast.text}</span>
      {action ? (
        <button
          type="button"
          className="link"
          onClick={() => {
            onDismiss();
            action.run();
          }}
        >
          {action.label}
        </button>
      ) : null}
      <IconButton size="small" icon={x} label={t("shell.dismiss")} onClick={onDismiss} />
    </div>
  );
}
