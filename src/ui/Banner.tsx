import type { ReactNode } from "react";
import { Icon } from "./icons/Icon.tsx";
import "./banner.css";

export interface BannerProps {
  readonly icon: string;
  readonly tone?: "neutral" | "danger";
  readonly children: ReactNode;
  /** At most two links. */
  readonly actions?: ReactNode;
}

/** One sentence under the header of a pane. */
export function Banner({ icon, tone = "neutral", children, actions }: BannerProps) {
  return (
    <div className={tone === "danger" ? "banner red" : "banner"} role="status">
      <Icon d={icon} />
      <span>{children}</span>
      {actions}
    </div>
  );
}
