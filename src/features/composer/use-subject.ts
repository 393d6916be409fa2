/**
 * Editing borrows the field: what was being written goes aside and comes back when the edit is sent or called off.
 * Meanwhile the draft on disk is the words set aside, never those of the edit.
 */
import { useCallback, useLayoutEffect, useRef, type RefObject } from "react";
import type { ComposerSubject } from "#ui/composer-subject.ts";
import type { FieldHandle } from "./field.ts";

export interface SubjectField {
  /** `edit`: what is typed now is no draft. */
  readonly mode: () => "write" | "edit";
  /** Text that belongs before what is written: into the field, or to what was set aside. */
  readonly prepend: (text: string) => void;
}

export function useSubject(field: RefObject<FieldHandle | null>, subject: ComposerSubject | undefined): SubjectField {
  const aside = useRef<string>(undefined);

  useLayoutEffect(() => {
    if (subject?.kind === "edit") {
      aside.current ??= field.current?.state().text ?? "";
      field.current?.setText(subject.markdown);
    } else if (aside.current !== undefined) {
      field.current?.setText(aside.current);
      aside.current = undefined;
    }
    if (subject) field.current?.focus();
  }, [field, subject]);

  const mode = useCallback(() => (aside.current === undefined ? "write" : "edit"), []);
  const prepend = useCallback(
    (text: string) => {
      if (aside.current !== undefined) aside.current = text + aside.current;
      else field.current?.setText(text + field.current.state().text);
    },
    [field],
  );
  return { mode, prepend };
}
