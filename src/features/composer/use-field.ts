import { useEffect, useState, type ComponentType, type RefObject } from "react";
import { flushSync } from "react-dom";
import { PlainField } from "./PlainField.tsx";
import { EMPTY_FIELD, type FieldHandle, type FieldProps, type FieldState } from "./field.ts";

interface Fielded {
  readonly Field: ComponentType<FieldProps>;
  readonly initial: FieldState;
}

const RETRY_MS = 150;

function whenIdle(run: () => void): () => void {
  if (typeof requestIdleCallback === "function") {
    const id = requestIdleCallback(run, { timeout: 2000 });
    return () => cancelIdleCallback(id);
  }
  const timer = setTimeout(run, 200);
  return () => clearTimeout(timer);
}

/** The plain field first, the editor as soon as it is loaded and no input method is in the middle of a word. */
export function useField(handle: RefObject<FieldHandle | null>): Fielded {
  const [fielded, setFielded] = useState<Fielded>({ Field: PlainField, initial: EMPTY_FIELD });
  useEffect(() => {
    let wanted = true;
    let timer: ReturnType<typeof setTimeout>;
    const cancel = whenIdle(() => {
      // The page works without the editor; a chunk that does not load is tried again in the next room.
      import("./SlateField.tsx").then(
        ({ SlateField }) => {
          const swap = (): void => {
            if (!wanted) return;
            if (handle.current?.composing()) timer = setTimeout(swap, RETRY_MS);
            else {
              const initial = handle.current?.state() ?? EMPTY_FIELD;
              // At once: a key pressed between reading the old field and drawing the new one would be lost.
              flushSync(() => setFielded({ Field: SlateField, initial }));
            }
          };
          swap();
        },
        () => undefined,
      );
    });
    return () => {
      wanted = false;
      clearTimeout(timer);
      cancel();
    };
  }, [handle]);
  return fielded;
}
