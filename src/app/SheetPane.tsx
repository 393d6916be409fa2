import { lazy, Suspense } from "react";
import { parseRoomId } from "#api/ids.ts";
import { t } from "#lib/i18n/t.ts";
import type { Place } from "#ui/routes.ts";
import { ConnectionBanner } from "./ConnectionBanner.tsx";
import { PaneBoundary } from "./PaneBoundary.tsx";
import { RoomPane } from "./RoomPane.tsx";
import { SheetHead } from "./SheetHead.tsx";

const Home = lazy(() => import("./Home.tsx").then((module) => ({ default: module.Home })));
const LinkDoor = lazy(() => import("#features/join-room/LinkDoor.tsx").then((m) => ({ default: m.LinkDoor })));
const RoomDoor = lazy(() => import("#features/join-room/RoomDoor.tsx").then((m) => ({ default: m.RoomDoor })));

/** The sheet: a room, a door to one, or the home screen. */
export function SheetPane({ place }: { readonly place: Place }) {
  if (place.kind === "room") {
    const roomId = parseRoomId(place.room);
    if (roomId) return <RoomPane roomId={roomId} place={place} />;
    return (
      <div className="sheet">
        <main className="conv" id="main" tabIndex={-1} data-landmark="main">
          <SheetHead title={place.room} />
          <ConnectionBanner />
          <PaneBoundary subject={place.room}>
            <Suspense>
              <RoomDoor key={place.room} room={place.room} eventId={place.eventId} via={place.via} />
            </Suspense>
          </PaneBoundary>
        </main>
      </div>
    );
  }
  if (place.kind === "link" || place.kind === "lost") {
    return (
      <div className="sheet">
        <main className="conv" id="main" tabIndex={-1} data-landmark="main">
          <SheetHead title="" />
          <ConnectionBanner />
          <PaneBoundary subject={place.kind}>
            <Suspense>
              <LinkDoor key={place.kind === "link" ? place.uri : place.address} place={place} />
            </Suspense>
          </PaneBoundary>
        </main>
      </div>
    );
  }
  return (
    <div className="sheet">
      <main className="conv page" id="main" tabIndex={-1} data-landmark="main" aria-label={t("shell.home")}>
        <ConnectionBanner />
        <PaneBoundary>
          <Suspense>
            <Home />
          </Suspense>
        </PaneBoundary>
      </main>
    </div>
  );
}
