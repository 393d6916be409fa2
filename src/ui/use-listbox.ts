/**
 * The keyboard of a text field with a list of options under it (combobox pattern): the focus stays in the field, Up and
 * Down move the cursor, Enter chooses. The cursor returns to the first option whenever the options are others.
 */
import { useEffect, useId, useState, type KeyboardEvent } from "react";

export interface Listbox {
  readonly cursor: number;
  readonly listId: string;
  readonly optionId: (index: number) => string;
  readonly setCursor: (index: number) => void;
  /** True if the key was used. */
  readonly onKeyDown: (event: KeyboardEvent) => boolean;
  /** For the text field. */
  readonly inputProps: {
    readonly role: "combobox";
    readonly "aria-expanded": boolean;
    readonly "aria-controls": string;
    readonly "aria-autocomplete": "list";
    readonly "aria-activedescendant": string | undefined;
  };
}

export function useListbox(keys: readonly string[], onChoose: (index: number) => void): Listbox {
  const listId = useId();
  const [cursor, setCursor] = useState(0);
  const signature = keys.join("\n");
  useEffect(() => setCursor(0), [signature]);
  const count = keys.length;
  const at = Math.min(cursor, Math.max(0, count - 1));
  const optionId = (index: number) => `${listId}-${index}`;

  const go = (index: number) => {
    setCursor(index);
    document.getElementById(optionId(index))?.scrollIntoView({ block: "nearest" });
  };

  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (count === 0 || event.nativeEvent.isComposing) return false;
    switch (event.key) {
      case "ArrowDown":
        go((at + 1) % count);
        break;
      case "ArrowUp":
        go((at - 1 + count) % count);
        break;
      case "Enter":
        onChoose(at);
        break;
      default:
        return false;
    }
    event.preventDefault();
    return true;
  };

  return {
    cursor: at,
    listId,
    optionId,
    setCursor,
    onKeyDown,
    inputProps: {
      role: "combobox",
      "aria-expanded": count > 0,
      "aria-controls": listId,
      "aria-autocomplete": "list",
      "aria-activedescendant": count > 0 ? optionId(at) : undefined,
    },
  };
}
