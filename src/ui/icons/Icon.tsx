import "./icon.css";

export interface IconProps {
  /** The drawing: `import plus from "virtual:icon/bold/plus"`. */
  readonly d: string;
  readonly size?: "s" | "m" | "l" | undefined;
  readonly className?: string | undefined;
  /** For directions: mirrored where text runs from right to left. */
  readonly mirror?: boolean | undefined;
}

/** An icon. Never speaks: its words stand beside it or on its button. */
export function Icon({ d, size = "m", className, mirror }: IconProps) {
  const names = ["i"];
  if (size !== "m") names.push(`i-${size}`);
  if (mirror === true) names.push("i-mirror");
  if (className !== undefined) names.push(className);
  return (
    <svg className={names.join(" ")} viewBox="0 0 256 256" aria-hidden="true">
      <path d={d} />
    </svg>
  );
}
