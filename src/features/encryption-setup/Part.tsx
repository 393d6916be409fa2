import type { ReactNode } from "react";
import { Icon } from "#ui/icons/Icon.tsx";

export interface PartProps {
  readonly icon: string;
  readonly title: string;
  readonly children: ReactNode;
}

/** One step: a picture, what it is about, and what to do. Its heading is where the focus begins. */
export function Part({ icon, title, children }: PartProps) {
  return (
    <>
      <span className="enc-icon">
        <Icon d={icon} />
      </span>
      <h2 tabIndex={-1}>{title}</h2>
      {children}
    </>
  );
}
