import { useImperativeHandle, useLayoutEffect, useRef } from "react";
import { t } from "#lib/i18n/t.ts";
import { isSendKey, type FieldProps } from "./field.ts";
import { pastesFiles } from "./paste.ts";

/** The field before the editor is here. Typing works from the first frame; nothing typed is lost. */
export function PlainField({ initial, placeholder, onText, onSend, onFiles, ref }: FieldProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const composing = useRef(false);

  useImperativeHandle(
    ref,
    () => ({
      state: () => ({
        text: area.current?.value ?? "",
        caret: area.current?.selectionEnd ?? 0,
        focus: document.activeElement === area.current ? "focused" : "elsewhere",
      }),
      setText: (text) => {
        if (!area.current) return;
        area.current.value = text;
        area.current.setSelectionRange(text.length, text.length);
        grow(area.current);
        onText(text);
      },
      focus: () => area.current?.focus({ preventScroll: true }),
      composing: () => composing.current || area.current?.selectionStart !== area.current?.selectionEnd,
    }),
    [onText],
  );

  useLayoutEffect(() => {
    if (area.current && initial.text !== "") grow(area.current);
    if (initial.focus === "focused") area.current?.focus({ preventScroll: true });
    // The initial state is only looked at once.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  return (
    <textarea
      ref={area}
      className="field"
      rows={1}
      dir="auto"
      defaultValue={initial.text}
      placeholder={placeholder}
      aria-label={t("composer.label")}
      enterKeyHint="send"
      onCompositionStart={() => {
        composing.current = true;
      }}
      onCompositionEnd={() => {
        composing.current = false;
      }}
      onInput={(event) => {
        grow(event.currentTarget);
        onText(event.currentTarget.value);
      }}
      onKeyDown={(event) => {
        if (!isSendKey(event)) return;
        event.preventDefault();
        onSend();
      }}
      onPaste={(event) => {
        const files = [...event.clipboardData.files];
        if (!pastesFiles({ text: event.clipboardData.getData("text/plain"), files })) return;
        event.preventDefault();
        onFiles(files);
      }}
    />
  );
}

function grow(area: HTMLTextAreaElement): void {
  area.style.blockSize = "auto";
  area.style.blockSize = `${area.scrollHeight}px`;
}
