/**
 * Everything below the header of a room: its messages and the place to write, or why there is nothing to read or write.
 * It owns the actions that rows share and the dialogs they open.
 */
import {
  lazy,
  Suspense,
  useCallback,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
} from "react";
import type { EventId, RoomId, UserId } from "#api/ids.ts";
import type { MatrixTarget } from "#api/rich-text.ts";
import type { RoomView } from "#api/rooms.ts";
import type { MediaInfo } from "#api/timeline.ts";
import { copyAndTell } from "#client/copy-and-tell.ts";
import { callVerb } from "#client/use-verb.ts";
import { useValueView } from "#client/use-view.ts";
import { useSetting } from "#client/use-setting.ts";
import { t } from "#lib/i18n/t.ts";
import { highlightCode } from "#task/highlight-code.ts";
import type { ComposerSubject } from "#ui/composer-subject.ts";
import { navigate, redirect } from "#ui/navigation.ts";
import { CodeContext } from "#ui/rich-text/code-colours.ts";
import { roomName } from "#ui/room-name.ts";
import { roomLink } from "#ui/routes.ts";
import { eventLink } from "./event-link.ts";
import { FailedLine } from "./FailedLine.tsx";
import { NowPlaying } from "./NowPlaying.tsx";
import { picturesOf } from "./room-pictures.ts";
import { AbsentScreen, InviteScreen } from "./RoomState.tsx";
import { saveFile } from "./save-file.ts";
import { Timeline } from "./Timeline.tsx";
import type { TimelineActions } from "./timeline-context.ts";
import type { TimelineHandle } from "./TimelineList.tsx";
import { TrustBanner } from "./TrustBanner.tsx";
import { TypingLine } from "./TypingLine.tsx";
import { useMessageActions } from "./use-message-actions.tsx";
import "./conversation.css";

const SourceDialog = lazy(() => import("./SourceDialog.tsx").then((module) => ({ default: module.SourceDialog })));
const Lightbox = lazy(() => import("./Lightbox.tsx").then((module) => ({ default: module.Lightbox })));

export interface ComposerSlot {
  readonly roomId: RoomId;
  readonly room: string;
  readonly access: "open" | "forbidden" | "replaced";
  /** Whether what is written here is encrypted. */
  readonly secrecy: "encrypted" | "plain";
  readonly subject: ComposerSubject | undefined;
  readonly onSubject: (subject: ComposerSubject | undefined) => void;
  readonly onEditLast: () => void;
  /** Edits the own message before or after the one that is edited; `none` if there is none. */
  readonly onEditBeside: (eventId: EventId, direction: 1 | -1) => "found" | "none";
}

export interface ConversationProps {
  readonly roomId: RoomId;
  /** Draws the composer: another feature, so whoever composes the app hands it in. */
  readonly composer: (slot: ComposerSlot) => ReactNode;
  readonly onPerson?: (userId: UserId) => void;
  readonly onTarget?: (target: MatrixTarget) => void;
}

type Overlay =
  { readonly kind: "source"; readonly eventId: EventId } | { readonly kind: "picture"; readonly media: MediaInfo };

const plainCode = (): Promise<undefined> => Promise.resolve(undefined);

export function Conversation({ roomId, composer, onPerson, onTarget }: ConversationProps) {
  const view = useValueView("room", { roomId });
  if (view === undefined) return <div className="conv-body" />;
  if (view.state === "unknown") return <AbsentScreen key={roomId} view={view} />;
  if (view.membership === "invite") return <InviteScreen key={roomId} view={view} />;
  if (view.membership !== "join") return <AbsentScreen key={roomId} view={view} />;
  return <Joined key={roomId} view={view} composer={composer} onPerson={onPerson} onTarget={onTarget} />;
}

type KnownRoom = Extract<RoomView, { readonly state: "known" }>;

interface JoinedProps {
  readonly view: KnownRoom;
  readonly composer: (slot: ComposerSlot) => ReactNode;
  readonly onPerson: ((userId: UserId) => void) | undefined;
  readonly onTarget: ((target: MatrixTarget) => void) | undefined;
}

function accessOf(view: KnownRoom): ComposerSlot["access"] {
  if (view.replacement !== undefined) return "replaced";
  return view.can.send === "yes" ? "open" : "forbidden";
}

function Joined({ view, composer, onPerson, onTarget }: JoinedProps) {
  const { roomId, via, replacement } = view;
  const room = roomName(view.name);
  const list = useRef<TimelineHandle>(null);
  const [overlay, setOverlay] = useState<Overlay>();
  const close = useCallback(() => setOverlay(undefined), []);
  const callbacks = useRef({ onPerson, onTarget, via });
  useLayoutEffect(() => {
    callbacks.current = { onPerson, onTarget, via };
  });

  const openers = useMemo(
    () => ({
      person: (userId: UserId) => callbacks.current.onPerson?.(userId),
      target: (target: MatrixTarget) => callbacks.current.onTarget?.(target),
    }),
    [],
  );
  const acting = useMessageActions(roomId, openers);
  const messageActions = acting.actions;
  const onEditLast = useCallback(() => {
    const item = list.current?.lastEditable();
    if (item) messageActions.edit(item);
  }, [messageActions]);

  const onEditBeside = useCallback(
    (eventId: EventId, direction: 1 | -1) => {
      const item = list.current?.editableBeside(eventId, direction);
      if (!item) return "none";
      messageActions.edit(item);
      return "found";
    },
    [messageActions],
  );

  const colours = useSetting("highlightCode");

  const actions = useMemo<TimelineActions>(() => {
    // By its address, so that back returns to where one was.
    const jumpTo = (eventId: EventId): void => navigate(roomLink(roomId, eventId));
    return {
      ...messageActions,
      roomId,
      openPerson: (userId) => callbacks.current.onPerson?.(userId),
      openTarget: (target) => {
        if (target.kind === "user") callbacks.current.onPerson?.(target.userId);
        else if (target.kind === "event" && String(target.room) === roomId) jumpTo(target.eventId);
        else callbacks.current.onTarget?.(target);
      },
      jumpTo,
      toLatest: () => {
        redirect(roomLink(roomId));
        list.current?.toEnd();
      },
      viewSource: (eventId) => setOverlay({ kind: "source", eventId }),
      enlarge: (media) => setOverlay({ kind: "picture", media }),
      download: (mxc, name, seal) => void saveFile(mxc, name, seal),
      copyLink: (eventId) => void copyAndTell(eventLink(roomId, eventId, callbacks.current.via), t("room.linkCopied")),
      retry: (txnId) => void callVerb("message.retry", { roomId, txnId }),
      discard: (txnId) => void callVerb("message.discard", { roomId, txnId }),
      fillGap: (key) => void callVerb("timeline.fillGap", { roomId, key }),
      paginate: () => void callVerb("timeline.paginate", { roomId }, { onError: "caller" }),
    };
  }, [messageActions, roomId]);

  const pictures = useCallback(() => picturesOf(list.current?.rows() ?? []), []);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key !== "PageUp" && event.key !== "PageDown") return;
    event.preventDefault();
    list.current?.scrollPage(event.key === "PageUp" ? -1 : 1);
  };

  return (
    // Page keys scroll the messages from the composer too; the list handles its own.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className="conv-body" onKeyDown={onKeyDown}>
      {view.encryption === "encrypted" ? <TrustBanner roomId={roomId} /> : null}
      <CodeContext value={colours === "on" ? highlightCode : plainCode}>
        <Timeline roomId={roomId} room={room} actions={actions} ref={list} />
      </CodeContext>
      <div className="below">
        <NowPlaying roomId={roomId} onShow={actions.jumpTo} />
        <TypingLine typing={view.typing} />
        <FailedLine roomId={roomId} />
        {replacement === undefined ? null : (
          <p className="replaced">
            <span>{t("timeline.replacedBody")}</span>
            <button
              type="button"
              className="link"
              onClick={() => onTarget?.({ kind: "room", room: replacement, via: [] })}
            >
              {t("timeline.replacedGo")}
            </button>
          </p>
        )}
        {composer({
          roomId,
          room,
          access: accessOf(view),
          secrecy: view.encryption,
          subject: acting.subject,
          onSubject: acting.setSubject,
          onEditLast,
          onEditBeside,
        })}
      </div>
      {acting.dialogs}
      <Suspense>
        {overlay?.kind === "source" ? <SourceDialog roomId={roomId} eventId={overlay.eventId} onClose={close} /> : null}
        {overlay?.kind === "picture" ? (
          <Lightbox
            media={overlay.media}
            pictures={pictures}
            onOlder={actions.paginate}
            onClose={close}
            onDownload={(media) => {
              if (media.mxc !== undefined) void saveFile(media.mxc, media.name, media.seal);
            }}
          />
        ) : null}
      </Suspense>
    </div>
  );
}
