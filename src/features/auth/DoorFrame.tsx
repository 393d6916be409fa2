import { useEffect, useRef, type ReactNode } from "react";
import { Logo } from "#ui/Logo.tsx";
import { Skyline } from "#ui/Skyline.tsx";
import "./sign-in.css";

export interface DoorFrameProps {
  readonly brand: string;
  readonly title: string;
  /** `heading`: a step that came after another one is read from its heading. */
  readonly focus?: "heading" | "field";
  readonly children: ReactNode;
}

/** What all screens of the door share: the name, one heading, the horizon. */
export function DoorFrame({ brand, title, focus = "field", children }: DoorFrameProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (focus === "heading") heading.current?.focus();
  }, [focus, title]);
  return (
    <main className="signin">
      <div className="si-box">
        <div className="brand">
          <Logo />
          <span>{brand}</span>
        </div>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {children}
      </div>
      <Skyline />
    </main>
  );
}
