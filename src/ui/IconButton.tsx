import type { ButtonHTMLAttributes, Ref } from "react";
import { Icon } from "./icons/Icon.tsx";
import "./icon-button.css";

export interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "aria-label" | "title"> {
  /** What it does, for the tooltip and for those who cannot see the icon. */
  readonly label: string;
  readonly icon: string;
  readonly size?: "base" | "small";
  readonly look?: "plain" | "on" | "filled";
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A square button with an icon. */
export function IconButton({ label, icon, size = "base", look = "plain", className, ...rest }: IconButtonProps) {
  const names = ["ib"];
  if (size === "small") names.push("ib-s");
  if (look !== "plain") names.push(look);
  if (className) names.push(className);
  return (
    <button type="button" {...rest} className={names.join(" ")} aria-label={label} title={label}>
      <Icon d={icon} />
    </button>
  );
}
