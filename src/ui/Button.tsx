import type { ButtonHTMLAttributes } from "react";
import "./button.css";

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: "quiet" | "primary" | "danger";
  readonly size?: "base" | "large";
  readonly span?: "content" | "wide";
}

/** A button with words. One primary per screen. */
export function Button({ look = "quiet", size = "base", span = "content", className, type, ...rest }: ButtonProps) {
  const names = ["btn"];
  if (look !== "quiet") names.push(look);
  if (size === "large") names.push("l");
  if (span === "wide") names.push("wide");
  if (className) names.push(className);
  return <button {...rest} type={type ?? "button"} className={names.join(" ")} />;
}
