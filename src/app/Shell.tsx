/**
 * The three panes: list, sheet, panel. It owns their widths and which of them is seen, and the keys that work everywhere.
 * On a phone one pane is seen at a time and the address says which, so that the browser's back is the way back.
 */
import { lazy, Suspense, useEffect, useState } from "react";
import { parseRoomId } from "#api/ids.ts";
import { restoreWidth, setList, setListWidth, setOpenRoom, useUi } from "#client/ui-store.ts";
import { PaletteBox } from "#features/palette/PaletteBox.tsx";
import { useVisits } from "#features/palette/use-visits.ts";
import { Refusals } from "#features/room-list/Refusals.tsx";
import { t } from "#lib/i18n/t.ts";
import { useLocation } from "#ui/navigation.ts";
import { PHONE, useMediaQuery } from "#ui/use-media-query.ts";
import { useListDefault } from "./layout.ts";
import { ListPane } from "./ListPane.tsx";
import { Overlays } from "./Overlays.tsx";
import { PaneBoundary } from "./PaneBoundary.tsx";
import { PaneResizer } from "./PaneResizer.tsx";
import { preloadConversation } from "./RoomPane.tsx";
import { SheetPane } from "./SheetPane.tsx";
import { TabTitle } from "./TabTitle.tsx";
import { useShellKeys } from "./use-shell-keys.ts";
import "./shell.css";

const Palette = lazy(() => import("./AppPalette.tsx").then((module) => ({ default: module.AppPalette })));

const VerificationWatch = lazy(() =>
  import("#features/verification/VerificationWatch.tsx").then((module) => ({ default: module.VerificationWatch })),
);

export const RAIL = 68;
const LIST = { min: 240, max: 416 } as const;

export function Shell() {
  const { place, overlay } = useLocation();
  const roomId = place.kind === "room" ? parseRoomId(place.room) : undefined;
  const phone = useMediaQuery(PHONE);
  const stored = useUi((ui) => ui.listWidth);
  const list = useUi((ui) => ui.list);
  const listDefault = useListDefault();
  const open = stored === 0 ? listDefault : Math.min(Math.max(stored, LIST.min), LIST.max);
  const width = list === "collapsed" ? RAIL : open;
  const [palette, setPalette] = useState<string | undefined>(undefined);

  useEffect(() => setOpenRoom(roomId), [roomId]);
  useVisits(roomId);
  // Whoever sees the list opens a room next.
  useEffect(preloadConversation, []);
  // What floats over everything (toasts) begins where the sheet does.
  useEffect(() => document.documentElement.style.setProperty("--list-now", `${width / 16}rem`), [width]);
  useShellKeys({
    roomId,
    palette: () => setPalette((now) => (now === undefined ? "" : undefined)),
  });

  const resize = (next: number, by: "pointer" | "key") => {
    // A pointer is pulled over the widths between; a key steps over them.
    if (by === "key" && list === "collapsed" && next > RAIL) {
      setList("open");
      return;
    }
    const least = by === "pointer" ? LIST.min * 0.7 : width > LIST.min ? RAIL + 1 : LIST.min;
    if (next < least) setList("collapsed");
    else {
      setList("open");
      setListWidth(Math.max(LIST.min, Math.min(LIST.max, next)));
    }
  };

  const pane = place.kind === "home" ? "list" : place.kind === "room" && place.panel !== undefined ? "panel" : "sheet";
  // In rem, so that panes grow with the reader's text.
  const widths: Record<`--${string}`, string> = { "--list-w": `${width / 16}rem` };
  return (
    <div
      className={list === "collapsed" && !phone ? "app rail" : "app"}
      data-pane={pane}
      style={phone ? undefined : widths}
    >
      <a className="skip" href="#main" onClick={skipToMain}>
        {t("shell.skip")}
      </a>
      <ListPane current={roomId} onJump={setPalette}>
        <PaneResizer
          label={t("shell.resizeList")}
          pane="before"
          controls="list-pane"
          width={width}
          min={RAIL}
          max={LIST.max}
          onWidth={resize}
          onRestore={() => {
            setList("open");
            restoreWidth("list");
          }}
        />
      </ListPane>
      <TabTitle roomId={roomId} />
      <Refusals />
      <SheetPane place={place} />
      <Overlays overlay={overlay} />
      <PaneBoundary>
        <Suspense>
          <VerificationWatch />
        </Suspense>
      </PaneBoundary>
      {palette === undefined ? null : (
        <PaletteBox query={palette} onClose={() => setPalette(undefined)}>
          {(slot) => (
            <PaneBoundary>
              <Suspense>
                <Palette slot={slot} roomId={roomId} />
              </Suspense>
            </PaneBoundary>
          )}
        </PaletteBox>
      )}
    </div>
  );
}

// The address is the hash; a plain jump to "#main" would leave the room.
function skipToMain(event: { preventDefault(): void }): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}
