import { useEffect, useState, type RefObject } from "react";

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

/** Files may be dropped anywhere on the pane `inside` lies in. Returns that pane while something is held over it. */
export function useDrop(
  inside: RefObject<HTMLElement | null>,
  onFiles: (files: readonly File[]) => void,
): HTMLElement | undefined {
  const [over, setOver] = useState<HTMLElement>();

  useEffect(() => {
    const pane = inside.current?.closest<HTMLElement>(".conv-body");
    if (!pane) return undefined;
    // Entering a child leaves its parent: count, or the target flickers.
    let depth = 0;
    const enter = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth++;
      setOver(pane);
    };
    const move = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
    };
    const leave = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(undefined);
    };
    const drop = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setOver(undefined);
      onFiles([...(event.dataTransfer?.files ?? [])]);
    };
    pane.addEventListener("dragenter", enter);
    pane.addEventListener("dragover", move);
    pane.addEventListener("dragleave", leave);
    pane.addEventListener("drop", drop);
    return () => {
      pane.removeEventListener("dragenter", enter);
      pane.removeEventListener("dragover", move);
      pane.removeEventListener("dragleave", leave);
      pane.removeEventListener("drop", drop);
    };
  }, [inside, onFiles]);

  return over;
}
