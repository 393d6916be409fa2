/**
 * Where one writes. It owns the field's text until Send; from then on the message is the core's. Always holds: what was
 * typed is in the field, in the draft or in the queue, never nowhere.
 */
import paperPlane from "virtual:icon/bold/arrow-up";
import plus from "virtual:icon/regular/plus";
import lock from "virtual:icon/regular/lock";
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import type { RoomId } from "#api/ids.ts";
import type { SdkError } from "#api/errors.ts";
import { showToast } from "#client/ui-store.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { errorText } from "#ui/error-text.ts";
import { Icon } from "#ui/icons/Icon.tsx";
import { IconButton } from "#ui/IconButton.tsx";
import type { FieldHandle } from "./field.ts";
import { TrayView } from "./TrayView.tsx";
import { UploadGuard } from "./UploadGuard.tsx";
import { useDraft } from "./use-draft.ts";
import { useDrop } from "./use-drop.ts";
import { useField } from "./use-field.ts";
import { useTray, type TrayFile } from "./use-tray.ts";
import { useTyping } from "./use-typing.ts";
import "./composer.css";

export interface ComposerProps {
  readonly roomId: RoomId;
  readonly room: string;
  readonly access: "open" | "encrypted" | "forbidden" | "replaced";
}

export function Composer({ roomId, room, access }: ComposerProps) {
  switch (access) {
    case "open":
      return <OpenComposer key={roomId} roomId={roomId} room={room} />;
    case "encrypted":
      return <Closed text={t("composer.encrypted")} />;
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

function OpenComposer({ roomId, room }: { readonly roomId: RoomId; readonly room: string }) {
  const root = useRef<HTMLDivElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const field = useRef<FieldHandle>(null);
  const { Field, initial } = useField(field);
  const [blank, setBlank] = useState(true);
  const tray = useTray();
  const { add, take, putBack } = tray;

  const prepend = useCallback((text: string) => {
    const typed = field.current?.state().text ?? "";
    field.current?.setText(text + typed);
  }, []);
  const keepDraft = useDraft(roomId, prepend);
  const tellTyping = useTyping(roomId);

  const onText = useCallback(
    (text: string) => {
      setBlank(text.trim() === "");
      keepDraft(text);
      tellTyping(text);
    },
    [keepDraft, tellTyping],
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

  const onSend = useCallback(() => {
    const text = field.current?.state().text ?? "";
    const markdown = text.trim() === "" ? "" : text.trimEnd();
    const files = take();
    if (markdown === "" && files.length === 0) return;
    field.current?.setText("");
    void send(roomId, markdown, files).then((failure) => {
      if (failure) undo(failure.error, failure.text, failure.files);
    });
  }, [roomId, take, undo]);

  useAutoFocus(field);

  const ready = !blank || tray.files.length > 0;
  return (
    <>
      <div
        ref={root}
        className="composer tall"
        onPointerDown={(event) => {
          // The whole box is the field for a finger that is not on a button.
          if (event.target !== event.currentTarget) return;
          event.preventDefault();
          field.current?.focus();
        }}
      >
        <TrayView tray={tray} />
        <div className="crow">
          <IconButton icon={plus} label={t("composer.attach")} onClick={() => picker.current?.click()} />
          <Field
            ref={field}
            initial={initial}
            placeholder={tray.files.length === 1 ? t("composer.caption") : t("composer.placeholder", { room })}
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
async function send(roomId: RoomId, text: string, files: readonly TrayFile[]): Promise<Unkept | undefined> {
  const caption = files.length === 1 && text !== "" ? text : undefined;
  if (text !== "" && caption === undefined) {
    const result = await callVerb("message.send", { roomId, markdown: text }, { onError: "caller" });
    if (!result.ok) return { error: result.error, text, files };
  }
  if (files.length === 0) return undefined;
  const measured = await Promise.all(files.map((entry) => entry.measured));
  const result = await callVerb(
    "message.sendFiles",
    { roomId, files: measured.map((file) => ({ ...file, caption })) },
    { onError: "caller" },
  );
  if (!result.ok) return { error: result.error, text: caption ?? "", files };
  for (const { preview } of files) if (preview !== undefined) URL.revokeObjectURL(preview);
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
    const onKey = (event: KeyboardEvent): void => {
      if (document.activeElement !== document.body || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key.length === 1 && event.key !== " ") field.current?.focus();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [field]);
}
