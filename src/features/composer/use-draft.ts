import { useCallback, useEffect, useLayoutEffect, useRef } from "react";
import type { RoomId } from "#api/ids.ts";
import type { DraftReply } from "#api/messages.ts";
import { callVerb } from "#client/use-verb.ts";
import type { ComposerSubject } from "#ui/composer-subject.ts";

const PAUSE_MS = 300;

function replyOf(subject: ComposerSubject | undefined): DraftReply | undefined {
  if (subject?.kind !== "reply") return undefined;
  const { eventId, name, hue, text } = subject;
  return { eventId, name, hue, text };
}

/**
 * Keeps what is written but not sent, and what it answers. `found` gets the draft of the last visit, `onSubject` what
 * that answers, once. While a message is edited, the draft is what was set aside: it stays as it is.
 */
export function useDraft(
  roomId: RoomId,
  found: (text: string) => void,
  subject: ComposerSubject | undefined,
  onSubject: (subject: ComposerSubject | undefined) => void,
): (text: string) => void {
  /** What is on disk, or will be after the pause; undefined until it was read. */
  const draft = useRef<{ readonly text: string; readonly reply: DraftReply | undefined }>(undefined);
  const unsaved = useRef<"no" | "yes">("no");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(subject);
  useLayoutEffect(() => {
    latest.current = subject;
  });

  const flush = useCallback(() => {
    clearTimeout(timer.current);
    if (unsaved.current === "no" || draft.current === undefined) return;
    unsaved.current = "no";
    const { text, reply } = draft.current;
    void callVerb("draft.set", { roomId, text, ...(reply === undefined ? {} : { reply }) }, { onError: "caller" });
  }, [roomId]);

  useEffect(() => {
    let wanted = true;
    const read = [
      callVerb("draft.get", { roomId }, { onError: "caller" }),
      callVerb("draft.reply", { roomId }, { onError: "caller" }),
    ] as const;
    void Promise.all(read).then(([text, reply]) => {
      if (!wanted) return;
      draft.current ??= { text: "", reply: undefined };
      if (text.ok && text.value !== "") found(text.value);
      // Whoever has chosen something to answer or edit by now means that.
      if (reply.ok && reply.value !== undefined && latest.current === undefined)
        onSubject({ kind: "reply", ...reply.value });
    });
    window.addEventListener("pagehide", flush);
    return () => {
      wanted = false;
      window.removeEventListener("pagehide", flush);
      flush();
    };
  }, [flush, found, onSubject, roomId]);

  const keep = useCallback(
    (text: string, reply: DraftReply | undefined) => {
      draft.current = { text, reply };
      unsaved.current = "yes";
      clearTimeout(timer.current);
      // An empty draft was sent or deleted: it must not come back with a reload.
      if (text === "") flush();
      else timer.current = setTimeout(flush, PAUSE_MS);
    },
    [flush],
  );

  useEffect(() => {
    if (subject?.kind === "edit") return;
    const reply = replyOf(subject);
    const before = draft.current;
    if (before?.reply?.eventId === reply?.eventId) return;
    keep(before?.text ?? "", reply);
  }, [keep, subject]);

  return useCallback((text: string) => keep(text, replyOf(latest.current) ?? draft.current?.reply), [keep]);
}
