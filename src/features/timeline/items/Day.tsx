import { dayText } from "#features/timeline/day-text.ts";
import { systemNow } from "#features/timeline/now.ts";
import "./separators.css";

/** A new day begins. */
export function Day({ ts }: { readonly ts: number }) {
  return (
    <div className="day">
      <span>{dayText(ts, systemNow())}</span>
    </div>
  );
}
