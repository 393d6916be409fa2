import checkCircle from "virtual:icon/fill/check-circle";
import warningCircle from "virtual:icon/fill/warning-circle";
import { useId, type InputHTMLAttributes, type ReactNode, type Ref } from "react";
import { Icon } from "./icons/Icon.tsx";
import "./field.css";

/** What stands under a field: a note, good news, or what is wrong with it. */
export interface FieldNote {
  readonly tone: "plain" | "good" | "error";
  readonly text: string;
}

export interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: string;
  readonly note?: FieldNote | undefined;
  /** A control inside the field's end, e.g. "show the password". */
  readonly end?: ReactNode;
  readonly ref?: Ref<HTMLInputElement>;
}

/** A labelled input with one line of help under it, tied to it for screen readers. */
export function Field({ label, note, end, ...input }: FieldProps) {
  const id = useId();
  return (
    <div className={note?.tone === "error" ? "fieldset bad" : "fieldset"}>
      <label className="lab" htmlFor={id}>
        {label}
      </label>
      <span className="inp">
        <input
          {...input}
          id={id}
          aria-invalid={note?.tone === "error" ? true : undefined}
          aria-describedby={note ? `${id}-note` : undefined}
        />
        {end}
      </span>
      <Note id={`${id}-note`} note={note} />
    </div>
  );
}

/** The line under a field. Its live region is there before the words are, so that they are read out. */
export function Note({ id, note }: { readonly id?: string; readonly note: FieldNote | undefined }) {
  return (
    <div aria-live="polite">
      {note ? (
        <p id={id} className={note.tone === "good" ? "hint good" : note.tone === "error" ? "hint err" : "hint"}>
          {note.tone === "plain" ? null : <Icon d={note.tone === "good" ? checkCircle : warningCircle} />}
          <span>{note.text}</span>
        </p>
      ) : null}
    </div>
  );
}
