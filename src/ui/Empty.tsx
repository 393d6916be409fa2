import type { ReactNode } from "react";
import { t } from "#lib/i18n/t.ts";
import { Icon } from "./icons/Icon.tsx";
import { Voices } from "./Voices.tsx";
import "./empty.css";

export interface EmptyProps {
  /** Without an icon: the still bars. */
  readonly icon?: string;
  readonly title: string;
  readonly details?: string | undefined;
  readonly children?: ReactNode;
}

/** Nothing here, or something failed: one line, one sentence on what to do, at most one action. */
export function Empty({ icon, title, details, children }: EmptyProps) {
  return (
    <div className="empty">
      {icon === undefined ? <Voices size="large" motion="still" /> : <Icon d={icon} />}
      <b>{title}</b>
      {children}
      {details === undefined ? null : <small className="details">{t("errors.details", { details })}</small>}
    </div>
  );
}
