import { useState, type ReactNode } from "react";
import { t } from "#lib/i18n/t.ts";

/** Hidden until somebody asks to see it; then it is text like any other. */
export function Spoiler({ reason, children }: { readonly reason: string | undefined; readonly children: ReactNode }) {
  const [shown, setShown] = useState(false);
  if (shown) {
    return (
      <span ref={takeFocus} className="spoiler shown" tabIndex={-1}>
        {children}
      </span>
    );
  }
  const label = reason === undefined ? t("timeline.spoiler") : t("timeline.spoilerOf", { reason });
  return (
    <button type="button" className="spoiler" aria-label={label} title={label} onClick={() => setShown(true)}>
      {reason === undefined ? null : <span className="spoiler-reason">{reason}</span>}
      <span className="spoiler-text" aria-hidden="true" inert>
        {children}
      </span>
    </button>
  );
}

/** The button that had the focus is gone: what it revealed has it, and a screen reader reads that. */
function takeFocus(element: HTMLElement | null): void {
  if (element && (document.activeElement === document.body || document.activeElement === null))
    element.focus({ preventScroll: true });
}
