/**
 * Where one writes. It owns the field's text until Send; from then on the message is the core's. Always holds: what was
 * typed is in the field, in the draft or in the queue, never nowhere.
 */
import paperPlane from "virtual:icon/bold/arrow-up";
import plus from "virtual:icon/regular/plus";
import lock from "virtual:icon/regular/lock";
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";
import { createPortal } from "react-dom";
import type { EventId, RoomId } from "#api/ids.ts";
import type { SdkError } from "#api/errors.ts";
import { keepLocalPicture } from "#client/local-pictures.ts";
import { showToast } from "#client/ui-store.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import type { ComposerSubject } from "#ui/composer-subject.ts";
import { errorText } from "#ui/error-text.ts";
import { Icon } from "#ui/icons/Icon.tsx";
import { IconButton } from "#ui/IconButton.tsx";
import type { FieldHandle } from "./field.ts";
import { SubjectLine } from "./SubjectLine.tsx";
import { TrayView } from "./TrayView.tsx";
import { UploadGuard } from "./UploadGuard.tsx";
import { useDraft } from "./use-draft.ts";
import { useDrop } from "./use-drop.ts";
import { useField } from "./use-field.ts";
import { useSubject } from "./use-subject.ts";
import { useTray, type TrayFile } from "./use-tray.ts";
import { useTyping } from "./use-typing.ts";
import "./composer.css";

export interface ComposerProps {
  readonly roomId: RoomId;
  readonly room: string;
  readonly access: "open" | "forbidden" | "replaced";
  readonly secrecy: "encrypted" | "plain";
  /** What is answered or edited. */
  readonly subject: ComposerSubject | undefined;
  readonly onSubject: (subject: ComposerSubject | undefined) => void;
  /** Somebody wants to edit the last message of their own. */
  readonly onEditLast: () => void;
  /** Edits the own message before or after the one that is edited; `none` if there is none. */
  readonly onEditBeside: (eventId: EventId, direction: 1 | -1) => "found" | "none";
}

export function Composer(props: ComposerProps) {
  switch (props.access) {
    case "open":
      return <OpenComposer key={props.roomId} {...props} />;
    case "forbidden":
      return <Closed text={t("composer.forbidden")} />;
    case "replaced":
      return <Closed text={t("composer.replaced")} />;
  }
}

function Closed({ text }: { readonly text: string }) {
  return (
    <p className="composer closed">
      <Icon d={lock} size="s" />
      <span>{text}</span>
    </p>
  );
}

function OpenComposer({ roomId, room, secrecy, subject, onSubject, onEditLast, onEditBeside }: ComposerProps) {
  const root = useRef<HTMLDivElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const field = useRef<FieldHandle>(null);
  const { Field, initial } = useField(field);
  const [blank, setBlank] = useState(true);
  const tray = useTray(secrecy);
  const { add, take, putBack } = tray;

  const { mode, prepend } = useSubject(field, subject);
  const keepDraft = useDraft(roomId, prepend, subject, onSubject);
  const tellTyping = useTyping(roomId);

  const onText = useCallback(
    (text: string) => {
      setBlank(text.trim() === "");
      if (mode() === "write") keepDraft(text);
      tellTyping(text);
    },
    [keepDraft, mode, tellTyping],
  );

  const onFiles = useCallback(
    (files: readonly File[]) => {
      add(files);
      field.current?.focus();
    },
    [add],
  );
  const over = useDrop(root, onFiles);

  /** The core could not keep it: it goes back to where it was. */
  const undo = useCallback(
    (error: SdkError, text: string, files: readonly TrayFile[]) => {
      if (text !== "") {
        const typed = field.current?.state().text ?? "";
        field.current?.setText(typed === "" ? text : `${text}\n${typed}`);
      }
      if (files.length > 0) putBack(files);
      showToast({ text: t("composer.notKept", { reason: errorText(error) }) });
    },
    [putBack],
  );

  const editing = useRef<"idle" | "busy">("idle");
  const sendEdit = useCallback(
    async (edit: Extract<ComposerSubject, { readonly kind: "edit" }>, markdown: string) => {
      const { eventId, markdown: before, what } = edit;
      if (editing.current === "busy" || (markdown === "" && what === "text")) return;
      editing.current = "busy";
      const result =
        markdown === before.trimEnd()
          ? undefined
          : await callVerb("message.edit", { roomId, eventId, markdown }, { onError: "caller" });
      editing.current = "idle";
      if (result?.ok === false) showToast({ text: t("composer.notEdited", { reason: errorText(result.error) }) });
      else onSubject(undefined);
    },
    [onSubject, roomId],
  );

  const onSend = useCallback(() => {
    const text = field.current?.state().text ?? "";
    const markdown = text.trim() === "" ? "" : text.trimEnd();
    if (subject?.kind === "edit") {
      void sendEdit(subject, markdown);
      return;
    }
    const files = take();
    if (markdown === "" && files.length === 0) return;
    field.current?.setText("");
    if (subject) onSubject(undefined);
    void send(roomId, markdown, files, subject?.eventId).then((failure) => {
      if (!failure) return;
      if (subject) onSubject(subject);
      undo(failure.error, failure.text, failure.files);
    });
  }, [onSubject, roomId, sendEdit, subject, take, undo]);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.defaultPrevented || event.nativeEvent.isComposing) return;
    if (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && subject) onSubject(undefined);
    else if (subject?.kind === "edit" && stepEdit(event.key, subject)) {
      // Done: the next or the previous one is in the field.
    } else if (event.key === "ArrowUp" && field.current?.state().text === "" && subject?.kind !== "edit") onEditLast();
    else return;
    event.preventDefault();
  };

  /** Up and Down walk the own messages while nothing has been changed, from the text's beginning and end. */
  function stepEdit(key: string, edit: Extract<ComposerSubject, { readonly kind: "edit" }>): boolean {
    const state = field.current?.state();
    if (!state || state.text !== edit.markdown) return false;
    if (key === "ArrowUp" && state.caret === 0) return onEditBeside(edit.eventId, -1) === "found";
    if (key !== "ArrowDown" || state.caret !== state.text.length) return false;
    // After the last one comes what is being written.
    if (onEditBeside(edit.eventId, 1) === "none") onSubject(undefined);
    return true;
  }

  useAutoFocus(field);

  const ready = !blank || tray.files.length > 0 || (subject?.kind === "edit" && subject.what === "caption");
  return (
    <>
      {/* Keys of the field, whichever field it is. */}
      {/* eslint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div
        ref={root}
        className="composer tall"
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          // The whole box is the field for a finger that is not on a button.
          if (event.target !== event.currentTarget) return;
          event.preventDefault();
          field.current?.focus();
        }}
      >
        <TrayView tray={tray} />
        {subject ? <SubjectLine subject={subject} onStop={() => onSubject(undefined)} /> : null}
        <div className="crow">
          <IconButton icon={plus} label={t("composer.attach")} onClick={() => picker.current?.click()} />
          <Field
            ref={field}
            initial={initial}
            placeholder={tray.files.length === 1 ? t("composer.caption") : placeholderOf(room, secrecy)}
            onText={onText}
            onSend={onSend}
            onFiles={onFiles}
          />
          <IconButton
            icon={paperPlane}
            className={ready ? "send" : "send off"}
            label={t("composer.send")}
            disabled={!ready}
            // The field keeps the focus, and on a phone the keyboard stays.
            onPointerDown={(event) => event.preventDefault()}
            onClick={onSend}
          />
        </div>
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          aria-hidden="true"
          tabIndex={-1}
          onChange={(event) => {
            const files = [...(event.currentTarget.files ?? [])];
            event.currentTarget.value = "";
            if (files.length > 0) onFiles(files);
          }}
        />
      </div>
      {over ? createPortal(<DropVeil room={room} />, over) : null}
      <UploadGuard roomId={roomId} />
    </>
  );
}

function placeholderOf(room: string, secrecy: ComposerProps["secrecy"]): string {
  return secrecy === "encrypted" ? t("encryption.room.placeholder") : t("composer.placeholder", { room });
}

function DropVeil({ room }: { readonly room: string }) {
  return (
    <div className="drop-veil">
      <p>{t("composer.dropHere", { room })}</p>
    </div>
  );
}

interface Unkept {
  readonly error: SdkError;
  readonly text: string;
  readonly files: readonly TrayFile[];
}

/** One file takes the text as its caption; several follow it as a message of its own. */
async function send(
  roomId: RoomId,
  text: string,
  files: readonly TrayFile[],
  replyTo: EventId | undefined,
): Promise<Unkept | undefined> {
  const caption = files.length === 1 && text !== "" ? text : undefined;
  if (text !== "" && caption === undefined) {
    const result =
      replyTo === undefined
        ? await callVerb("message.send", { roomId, markdown: text }, { onError: "caller" })
        : await callVerb("message.reply", { roomId, eventId: replyTo, markdown: text }, { onError: "caller" });
    if (!result.ok) return { error: result.error, text, files };
  }
  if (files.length === 0) return undefined;
  const measured = await Promise.all(files.map((entry) => entry.measured));
  const result = await callVerb(
    "message.sendFiles",
    {
      roomId,
      files: measured.map((file) => ({ ...file, caption })),
      // Words that went ahead were the answer.
      replyTo: text !== "" && caption === undefined ? undefined : replyTo,
    },
    { onError: "caller" },
  );
  if (!result.ok) return { error: result.error, text: caption ?? "", files };
  for (const [index, { preview }] of files.entries()) {
    if (preview === undefined) continue;
    // The conversation shows it until the server's copy is there.
    const txnId = result.value[index];
    if (txnId === undefined) URL.revokeObjectURL(preview);
    else keepLocalPicture(txnId, preview);
  }
  return undefined;
}

/** A room that is opened is ready to be written in, unless somebody is writing elsewhere or there is no keyboard. */
function useAutoFocus(field: { readonly current: FieldHandle | null }): void {
  useLayoutEffect(() => {
    if (!window.matchMedia("(pointer: fine)").matches) return;
    const active = document.activeElement;
    if (active instanceof HTMLElement && active.closest("input, textarea, [contenteditable='true'], [role='dialog']"))
      return;
    field.current?.focus();
  }, [field]);

  // Somebody begins to type while nothing has the focus.
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent): void => {
      if (document.activeElement !== document.body || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key.length === 1 && event.key !== " ") field.current?.focus();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [field]);
}
