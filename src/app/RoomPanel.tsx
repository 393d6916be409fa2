import arrowLeft from "virtual:icon/regular/arrow-left";
import userPlus from "virtual:icon/regular/user-plus";
import x from "virtual:icon/regular/x";
import { useRef, type KeyboardEvent } from "react";
import type { RoomId } from "#api/ids.ts";
import { MembersPanel } from "#features/members/MembersPanel.tsx";
import { RoomInfo } from "#features/room-settings/RoomInfo.tsx";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { IconButton } from "#ui/IconButton.tsx";
import { Icon } from "#ui/icons/Icon.tsx";
import { navigate } from "#ui/navigation.ts";
import { formatRoute, userLink, type PanelTab } from "#ui/routes.ts";
import "./room-panel.css";

const TABS: readonly PanelTab[] = ["members", "info"];

export interface RoomPanelProps {
  readonly roomId: RoomId;
  readonly tab: PanelTab;
  readonly view: "pane" | "drawer" | "page";
  readonly mayInvite: boolean;
  readonly onTab: (tab: PanelTab) => void;
  readonly onClose: () => void;
}

/** Who is in the room, and what the room is. */
export function RoomPanel({ roomId, tab, view, mayInvite, onTab, onClose }: RoomPanelProps) {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const next = TABS[(TABS.indexOf(tab) + 1) % TABS.length];
    if (next === undefined) return;
    event.preventDefault();
    onTab(next);
    list.current?.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  };
  return (
    <>
      <header className="bar tabs">
        {view === "page" ? (
          <IconButton icon={arrowLeft} label={t("shell.back")} className="back" onClick={onClose} />
        ) : null}
        <div className="tablist" role="tablist" aria-label={t("shell.panel")} ref={list} onKeyDown={onKeyDown}>
          {TABS.map((one) => (
            <button
              type="button"
              key={one}
              id={`tab-${one}`}
              role="tab"
              aria-selected={one === tab}
              aria-controls="panel-page"
              tabIndex={one === tab ? 0 : -1}
              onClick={() => onTab(one)}
            >
              {t(`shell.tab.${one}`)}
            </button>
          ))}
        </div>
        {view === "page" ? null : (
          <IconButton className="end" icon={x} label={t("shell.closePanel")} onClick={onClose} />
        )}
      </header>
      <div className="panel-page" id="panel-page" role="tabpanel" aria-labelledby={`tab-${tab}`}>
        {tab === "members" ? (
          <>
            <MembersPanel roomId={roomId} onPerson={(userId) => navigate(userLink(userId, roomId))} />
            {mayInvite ? (
              <footer className="panel-foot">
                <Button span="wide" onClick={() => navigate(formatRoute({ kind: "invite", roomId }))}>
                  <Icon d={userPlus} />
                  {t("room.invitePeople")}
                </Button>
              </footer>
            ) : null}
          </>
        ) : (
          <RoomInfo roomId={roomId} />
        )}
      </div>
    </>
  );
}
