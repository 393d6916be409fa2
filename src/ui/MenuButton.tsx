/** An icon button that opens a menu; the menu's code comes when somebody reaches for the button. */
import { lazy, Suspense, useRef, useState } from "react";
import { IconButton } from "./IconButton.tsx";
import type { MenuEntry } from "./Menu.tsx";

const loadMenu = () => import("./Menu.tsx");
const LazyMenu = lazy(() => loadMenu().then((module) => ({ default: module.Menu })));

export interface MenuButtonProps {
  readonly label: string;
  readonly icon: string;
  readonly className?: string;
  readonly entries: () => readonly MenuEntry[];
  readonly side?: "top" | "bottom" | "inline-end";
  readonly align?: "start" | "end";
}

export function MenuButton({ label, icon, className, entries, side, align = "end" }: MenuButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [state, setState] = useState<"open" | "closed">("closed");
  const warm = () => void loadMenu();
  return (
    <>
      <IconButton
        ref={button}
        label={label}
        icon={icon}
        look={state === "open" ? "on" : "plain"}
        {...(className === undefined ? {} : { className })}
        aria-haspopup="menu"
        aria-expanded={state === "open"}
        onPointerEnter={warm}
        onFocus={warm}
        onClick={() => setState(state === "open" ? "closed" : "open")}
      />
      {state === "open" ? (
        <Suspense>
          <LazyMenu
            label={label}
            anchor={button}
            entries={entries()}
            align={align}
            {...(side === undefined ? {} : { side })}
            onClose={() => setState("closed")}
          />
        </Suspense>
      ) : null}
    </>
  );
}
