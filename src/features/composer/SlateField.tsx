/**
 * The editor: plain text with Markdown typed as text, one element per line. Loaded after the conversation stands; it takes
 * over text, caret and focus from the plain field.
 */
import { useImperativeHandle, useLayoutEffect, useRef, useState } from "react";
import { createEditor, Editor, Range, Transforms, type Descendant } from "slate";
import { withHistory } from "slate-history";
import { Editable, ReactEditor, Slate, withReact, type RenderElementProps } from "slate-react";
import { t } from "#lib/i18n/t.ts";
import { isSendKey, type FieldProps } from "./field.ts";
import { pastesFiles } from "./paste.ts";
import { isEmpty, pointAt, toText, toValue } from "./slate-text.ts";

function makeEditor(): Editor {
  const editor = withHistory(withReact(createEditor()));
  const { insertBreak } = editor;
  editor.insertSoftBreak = insertBreak;
  // Whatever form was copied, a message is text.
  editor.insertData = (data) => {
    const lines = data.getData("text/plain").split(/\r\n?|\n/);
    Editor.withoutNormalizing(editor, () => {
      for (const [index, line] of lines.entries()) {
        if (index > 0) Transforms.splitNodes(editor, { always: true });
        if (line !== "") editor.insertText(line);
      }
    });
  };
  return editor;
}

/** As the browser has it now: the editor hears of it a moment later. */
function selectionNow(editor: Editor): Range | null {
  const dom = ReactEditor.isFocused(editor) ? document.getSelection() : null;
  if (!dom?.anchorNode || !ReactEditor.hasDOMNode(editor, dom.anchorNode)) return editor.selection;
  return ReactEditor.toSlateRange(editor, dom, { exactMatch: false, suppressThrow: true }) ?? editor.selection;
}

function caretOf(editor: Editor): number {
  const selection = selectionNow(editor);
  if (!selection) return toText(editor.children).length;
  const { path, offset } = Range.end(selection);
  const line = path[0] ?? 0;
  return toText(editor.children.slice(0, line)).length + (line > 0 ? 1 : 0) + offset;
}

function replaceAll(editor: Editor, text: string): void {
  editor.children = toValue(text);
  // The old steps belong to a message that is gone.
  editor.history = { undos: [], redos: [] };
  Transforms.select(editor, pointAt(editor.children, text.length));
  editor.onChange();
}

export function SlateField({ initial, placeholder, onText, onSend, onFiles, ref }: FieldProps) {
  const [editor] = useState(makeEditor);
  const [value] = useState<Descendant[]>(() => toValue(initial.text));
  const [empty, setEmpty] = useState(initial.text === "");
  const lastText = useRef(initial.text);

  useImperativeHandle(
    ref,
    () => ({
      state: () => ({
        text: toText(editor.children),
        caret: caretOf(editor),
        focus: ReactEditor.isFocused(editor) ? "focused" : "elsewhere",
      }),
      setText: (text) => replaceAll(editor, text),
      focus: () => {
        ReactEditor.focus(editor);
        if (!editor.selection) Transforms.select(editor, Editor.end(editor, []));
      },
      composing: () => ReactEditor.isComposing(editor),
    }),
    [editor],
  );

  useLayoutEffect(() => {
    if (initial.focus !== "focused") return;
    // By the browser's own selection, from which the editor takes it: a selection the editor writes while it mounts leaves it
    // deaf to the next one somebody makes.
    const point = pointAt(value, initial.caret);
    const caret = ReactEditor.toDOMRange(editor, { anchor: point, focus: point });
    ReactEditor.toDOMNode(editor, editor).focus({ preventScroll: true });
    document
      .getSelection()
      ?.setBaseAndExtent(caret.startContainer, caret.startOffset, caret.endContainer, caret.endOffset);
    // The initial state is only looked at once.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  return (
    <Slate
      editor={editor}
      initialValue={value}
      onChange={(next) => {
        const text = toText(next);
        setEmpty(isEmpty(editor));
        if (text === lastText.current) return;
        lastText.current = text;
        onText(text);
      }}
    >
      <Editable
        className="field"
        {...(empty ? { "data-empty": placeholder } : {})}
        role="textbox"
        aria-multiline="true"
        aria-label={t("composer.label")}
        aria-placeholder={placeholder}
        enterKeyHint="send"
        spellCheck
        scrollSelectionIntoView={keepInView}
        renderElement={renderLine}
        onKeyDown={(event) => {
          if (!isSendKey(event)) return;
          event.preventDefault();
          onSend();
        }}
        onPaste={(event) => {
          const files = [...event.clipboardData.files];
          if (!pastesFiles({ text: event.clipboardData.getData("text/plain"), files })) return false;
          event.preventDefault();
          onFiles(files);
          return true;
        }}
        // Files are the pane's to take.
        onDrop={(event) => event.dataTransfer.files.length > 0}
      />
    </Slate>
  );
}

function renderLine({ attributes, children }: RenderElementProps) {
  return (
    <p {...attributes} dir="auto">
      {children}
    </p>
  );
}

/** Only the field scrolls to the caret; the page must not. */
function keepInView(_editor: ReactEditor, range: globalThis.Range): void {
  const box = range.getBoundingClientRect();
  const field = range.startContainer.parentElement?.closest<HTMLElement>(".field");
  if (!field) return;
  const frame = field.getBoundingClientRect();
  if (box.height === 0) return;
  if (box.bottom > frame.bottom - 4) field.scrollTop += box.bottom - frame.bottom + 8;
  else if (box.top < frame.top + 4) field.scrollTop -= frame.top - box.top + 8;
}
