import type { ReactNode } from "react";
import "./visually-hidden.css";

/** Words for those who listen instead of looking. */
export function VisuallyHidden({ children }: { readonly children: ReactNode }) {
  return <span className="vh">{children}</span>;
}
