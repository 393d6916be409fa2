import { lazy, Suspense, useEffect, useLayoutEffect, useState, type CSSProperties } from "react";
import type { RoomId, UserId } from "#api/ids.ts";
import type { MatrixTarget } from "#api/rich-text.ts";
import { setPanel, setPanelWidth, restoreWidth, useUi } from "#client/ui-store.ts";
import { prefetchRoom } from "#client/prefetch-room.ts";
import { useValueView } from "#client/use-view.ts";
import { t } from "#lib/i18n/t.ts";
import { lazyCode } from "#ui/lazy-code.tsx";
import { leavePlace, navigate } from "#ui/navigation.ts";
import { roomName } from "#ui/room-name.ts";
import { panelLink, roomLink, targetLink, userLink, type PanelTab, type Place } from "#ui/routes.ts";
import { DRAWER, PHONE, useMediaQuery } from "#ui/use-media-query.ts";
import { ConnectionBanner } from "./ConnectionBanner.tsx";
import { usePanelDefault } from "./layout.ts";
import { PaneBoundary } from "./PaneBoundary.tsx";
import { PaneResizer } from "./PaneResizer.tsx";
import { RoomHeader } from "./RoomHeader.tsx";

const conversation = lazyCode(() => import("./RoomConversation.tsx").then((m) => m.RoomConversation));
const Conversation = conversation.Component;
export const preloadConversation = conversation.preload;
const RoomDoor = lazy(() => import("#features/join-room/RoomDoor.tsx").then((m) => ({ default: m.RoomDoor })));
const panelCode = lazyCode(() => import("./RoomPanel.tsx").then((module) => module.RoomPanel));
const RoomPanel = panelCode.Component;

const PANEL_CODE_MS = 2500;
const PANEL = { min: 256, max: 448 } as const;

export interface RoomPaneProps {
  readonly roomId: RoomId;
  readonly place: Extract<Place, { kind: "room" }>;
}

/** A room: header, conversation, and the panel beside it, over it or instead of it. */
export function RoomPane({ roomId, place }: RoomPaneProps) {
  const room = useValueView("room", { roomId });
  // The conversation is drawn once it is known what room this is; what it shows is asked for now.
  useLayoutEffect(() => prefetchRoom(roomId), [roomId]);
  // A panel that opens in the frame of the click: its code is fetched while nothing else happens.
  useEffect(() => {
    const timer = setTimeout(panelCode.preload, PANEL_CODE_MS);
    return () => clearTimeout(timer);
  }, []);
  const phone = useMediaQuery(PHONE);
  const narrow = useMediaQuery(DRAWER);
  const wished = useUi((ui) => ui.panel);
  const tab = useUi((ui) => ui.panelTab);
  const stored = useUi((ui) => ui.panelWidth);
  const panelDefault = usePanelDefault();
  const width = stored === 0 || narrow ? panelDefault : Math.min(Math.max(stored, PANEL.min), PANEL.max);
  const [drawer, setDrawer] = useState<"open" | "closed">("closed");
  const unknown = useSettled(room?.state === "unknown");

  // Where there is room for a panel beside the conversation, its address is just a wish to see it.
  useEffect(() => {
    if (phone || place.panel === undefined) return;
    if (narrow) setDrawer("open");
    setPanel(narrow ? useUi.getState().panel : "open", place.panel);
    leavePlace(roomLink(roomId));
  }, [phone, narrow, place.panel, roomId]);

  const panel = phone ? (place.panel === undefined ? "closed" : "open") : narrow ? drawer : wished;
  const close = () => {
    if (phone) leavePlace(roomLink(roomId));
    else if (narrow) setDrawer("closed");
    else setPanel("closed");
  };
  const show = (next: PanelTab) => {
    if (phone) navigate(panelLink(roomId, next));
    else if (narrow) {
      setPanel(wished, next);
      setDrawer("open");
    } else setPanel("open", next);
  };

  // The drawer lies over the conversation: it takes the focus, and Escape anywhere puts it away.
  const drawn = narrow && !phone && panel === "open" && room !== undefined;
  useEffect(() => {
    if (!drawn) return undefined;
    const before = document.activeElement;
    document.getElementById("panel")?.focus();
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      // Whatever lies over the drawer closes first.
      if (document.querySelector('[role="dialog"], [role="menu"], dialog[open]') === null) setDrawer("closed");
    };
    window.addEventListener("keydown", onKeyDown);
    return () => {
      window.removeEventListener("keydown", onKeyDown);
      if (before instanceof HTMLElement) before.focus();
    };
  }, [drawn]);

  const known = room?.state === "known" ? room : undefined;
  const name = known ? roomName(known.name) : "";
  return (
    <div className="sheet" style={{ "--panel-w": `${width / 16}rem` } as CSSProperties}>
      <main className="conv" id="main" tabIndex={-1} data-landmark="main" aria-label={name}>
        <RoomHeader
          room={known}
          fallback={unknown ? roomId : ""}
          panel={panel}
          onTogglePanel={() => (panel === "open" ? close() : show(tab))}
          onShowPanel={show}
        />
        <ConnectionBanner />
        <PaneBoundary subject={roomId}>
          <Suspense fallback={<div className="conv-body" aria-busy="true" />}>
            {unknown ? (
              <RoomDoor key={roomId} room={roomId} eventId={place.eventId} via={place.via} />
            ) : room?.state === "unknown" ? null : (
              <Conversation roomId={roomId} onPerson={openPerson(roomId)} onTarget={openTarget} />
            )}
          </Suspense>
        </PaneBoundary>
      </main>
      {panel === "open" && known?.membership === "join" ? (
        <>
          {narrow && !phone ? <div className="drawer-scrim" onClick={close} /> : null}
          <aside className="panel" id="panel" aria-label={t("shell.panel")} tabIndex={-1} data-landmark="panel">
            <PaneResizer
              label={t("shell.resizePanel")}
              pane="after"
              controls="panel"
              width={width}
              min={PANEL.min}
              max={PANEL.max}
              onWidth={(next) => (next < PANEL.min * 0.7 ? setPanel("closed") : setPanelWidth(next))}
              onRestore={() => restoreWidth("panel")}
            />
            <PaneBoundary subject={roomId}>
              <Suspense>
                <RoomPanel
                  roomId={roomId}
                  tab={phone ? (place.panel ?? tab) : tab}
                  view={phone ? "page" : narrow ? "drawer" : "pane"}
                  mayInvite={known.can.invite === "yes"}
                  onTab={(next) => (phone ? leaveFor(roomId, next) : setPanel(wished, next))}
                  onClose={close}
                />
              </Suspense>
            </PaneBoundary>
          </aside>
        </>
      ) : null}
    </div>
  );
}

function leaveFor(roomId: RoomId, tab: PanelTab): void {
  navigate(panelLink(roomId, tab));
}

function openPerson(roomId: RoomId): (userId: UserId) => void {
  return (userId) => navigate(userLink(userId, roomId));
}

function openTarget(target: MatrixTarget): void {
  navigate(targetLink(target));
}

/** True once something has been so for a while: a room just joined or created is unknown only for a moment. */
function useSettled(now: boolean): boolean {
  const [settled, setSettled] = useState(false);
  useEffect(() => {
    if (!now) {
      setSettled(false);
      return undefined;
    }
    const timer = setTimeout(() => setSettled(true), 700);
    return () => clearTimeout(timer);
  }, [now]);
  return now && settled;
}
