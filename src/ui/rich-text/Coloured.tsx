import type { ReactNode } from "react";
import { colourStyle } from "./colour-style.ts";

/** Words in a colour of their sender's choice, as far as they can still be read. */
export function Coloured({
  text,
  ground,
  children,
}: {
  readonly text: string | undefined;
  readonly ground: string | undefined;
  readonly children: ReactNode;
}) {
  return (
    <span className={ground === undefined ? undefined : "rt-ground"} style={colourStyle(text, ground)}>
      {children}
    </span>
  );
}
