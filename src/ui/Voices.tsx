import "./voices.css";

export interface VoicesProps {
  readonly size?: "small" | "base" | "large";
  /** `still` where nothing is happening right now: empty states. */
  readonly motion?: "speaking" | "still";
}

/** The skyline's bars: somebody is typing, something is under way, or nothing is there yet. */
export function Voices({ size = "base", motion = "speaking" }: VoicesProps) {
  const names = ["voices"];
  if (size === "small") names.push("sm");
  if (size === "large") names.push("lg");
  if (motion === "still") names.push("still");
  return (
    <span className={names.join(" ")} aria-hidden="true">
      <i />
      <i />
      <i />
    </span>
  );
}
