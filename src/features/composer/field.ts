/** The two fields of the composer share these: the plain one that is there at once, and the editor that replaces it. */
import { readSettingValue } from "#client/use-setting.ts";
import { holdsMod } from "#ui/shortcut.ts";
import type { Ref } from "react";

export interface FieldHandle {
  /** The text, the caret (in characters) and whether it has the focus. */
  readonly state: () => FieldState;
  readonly setText: (text: string) => void;
  readonly focus: () => void;
  /** The field must not be exchanged now: an input method is in the middle of a word, or text is selected. */
  readonly composing: () => boolean;
}

export interface FieldState {
  readonly text: string;
  readonly caret: number;
  readonly focus: "focused" | "elsewhere";
}

export interface FieldProps {
  readonly initial: FieldState;
  readonly placeholder: string;
  readonly onText: (text: string) => void;
  readonly onSend: () => void;
  readonly onFiles: (files: readonly File[]) => void;
  readonly ref: Ref<FieldHandle>;
}

export const EMPTY_FIELD: FieldState = { text: "", caret: 0, focus: "elsewhere" };

interface EnterEvent {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly nativeEvent: { readonly isComposing: boolean; readonly keyCode: number };
}

/** Enter sends (or the platform's modifier with it, as the person chose), except while an input method uses it to choose a word (keyCode 229 is how Safari says so). */
export function isSendKey(event: EnterEvent): boolean {
  if (event.key !== "Enter" || event.shiftKey || event.altKey) return false;
  if (readSettingValue("sendKey") === "modEnter" && !holdsMod(event)) return false;
  return !event.nativeEvent.isComposing && event.nativeEvent.keyCode !== 229;
}
