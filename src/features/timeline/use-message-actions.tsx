/**
 * What rows may ask for about a message: to answer, edit, react, delete, copy and look closer. It owns what the composer
 * is about, and the dialogs these open.
 */
import { lazy, Suspense, useCallback, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from "react";
import type { EventId, RoomId, UserId } from "#api/ids.ts";
import type { MatrixTarget } from "#api/rich-text.ts";
import type { MessageItem } from "#api/timeline.ts";
import { showToast } from "#client/ui-store.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import type { ComposerSubject } from "#ui/composer-subject.ts";
import { bodyText } from "./item-text.ts";
import { hueOf } from "./items/hue.ts";

const DeleteDialog = lazy(() => import("./DeleteDialog.tsx").then((module) => ({ default: module.DeleteDialog })));
const HistoryDialog = lazy(() => import("./HistoryDialog.tsx").then((module) => ({ default: module.HistoryDialog })));
const ReactorsDialog = lazy(() =>
  import("./ReactorsDialog.tsx").then((module) => ({ default: module.ReactorsDialog })),
);

const ReadersDialog = lazy(() => import("./ReadersDialog.tsx").then((module) => ({ default: module.ReadersDialog })));

export interface MessageActions {
  readonly reply: (item: MessageItem) => void;
  readonly edit: (item: MessageItem) => void;
  readonly react: (item: MessageItem, key: string, change: "add" | "remove") => void;
  readonly askDelete: (item: MessageItem) => void;
  readonly showHistory: (eventId: EventId) => void;
  readonly showReactors: (eventId: EventId) => void;
  readonly showReaders: (eventId: EventId) => void;
  readonly copyQuote: (eventId: EventId) => void;
}

type Overlay =
  | { readonly kind: "delete"; readonly item: MessageItem; readonly eventId: EventId }
  | { readonly kind: "history" | "reactors" | "readers"; readonly eventId: EventId };

export interface MessageActing {
  readonly actions: MessageActions;
  readonly subject: ComposerSubject | undefined;
  readonly setSubject: (subject: ComposerSubject | undefined) => void;
  readonly dialogs: ReactNode;
}

const QUOTE_LENGTH = 200;

export function useMessageActions(
  roomId: RoomId,
  open: { readonly person: (userId: UserId) => void; readonly target: (target: MatrixTarget) => void },
): MessageActing {
  const [subject, setSubject] = useState<ComposerSubject>();
  const [overlay, setOverlay] = useState<Overlay>();
  const close = useCallback(() => setOverlay(undefined), []);
  const latest = useRef(open);
  useLayoutEffect(() => {
    latest.current = open;
  });

  const actions = useMemo<MessageActions>(
    () => ({
      reply: ({ eventId, sender, body, can }) => {
        if (eventId === undefined || can.reply === "no") return;
        const text = bodyText(body).replaceAll(/\s+/g, " ").slice(0, QUOTE_LENGTH);
        setSubject({ kind: "reply", eventId, name: sender.name, hue: hueOf(sender.avatar), text });
      },
      edit: ({ eventId, can, body }) => {
        if (eventId === undefined || can.edit === "no") return;
        void callVerb("message.markdown", { roomId, eventId }).then((result) => {
          if (!result.ok) return;
          const what = "rich" in body ? "text" : "caption";
          setSubject({ kind: "edit", eventId, markdown: result.value, what });
        });
      },
      react: ({ eventId }, key, change) => {
        if (eventId !== undefined) void callVerb("message.react", { roomId, eventId, key, change });
      },
      askDelete: (item) => {
        if (item.eventId !== undefined && item.can.redact === "yes")
          setOverlay({ kind: "delete", item, eventId: item.eventId });
      },
      showHistory: (eventId) => setOverlay({ kind: "history", eventId }),
      showReactors: (eventId) => setOverlay({ kind: "reactors", eventId }),
      showReaders: (eventId) => setOverlay({ kind: "readers", eventId }),
      copyQuote: (eventId) => {
        void callVerb("message.markdown", { roomId, eventId }).then(async (result) => {
          if (!result.ok) return;
          const quote = result.value
            .split("\n")
            .map((line) => (line === "" ? ">" : `> ${line}`))
            .join("\n");
          await navigator.clipboard.writeText(`${quote}\n`);
          showToast({ text: t("timeline.quoteCopied") });
        });
      },
    }),
    [roomId],
  );

  const dialogs = (
    <Suspense>
      {overlay?.kind === "delete" ? (
        <DeleteDialog
          roomId={roomId}
          eventId={overlay.eventId}
          name={overlay.item.from === "me" ? undefined : overlay.item.sender.name}
          text={bodyText(overlay.item.body)}
          onClose={close}
        />
      ) : null}
      {overlay?.kind === "history" ? (
        <HistoryDialog
          roomId={roomId}
          eventId={overlay.eventId}
          onTarget={(target) => {
            close();
            latest.current.target(target);
          }}
          onClose={close}
        />
      ) : null}
      {overlay?.kind === "reactors" ? (
        <ReactorsDialog
          roomId={roomId}
          eventId={overlay.eventId}
          onPerson={(userId) => latest.current.person(userId)}
          onClose={close}
        />
      ) : null}
      {overlay?.kind === "readers" ? (
        <ReadersDialog
          roomId={roomId}
          eventId={overlay.eventId}
          onPerson={(userId) => latest.current.person(userId)}
          onClose={close}
        />
      ) : null}
    </Suspense>
  );
  return { actions, subject, setSubject, dialogs };
}
