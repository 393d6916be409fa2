/**
 * The page's entry: makes the client, connects, renders. The core's worker starts with the first statement, beside the page;
 * with rows on screen from the last visit everything else that listens to it starts after React's first commit. Nothing
 * here waits for the configuration or the service worker.
 */
import { salt, SLOT } from "#client/host/early.ts";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App, preloadDoor } from "#app/App.tsx";
import { preloadConversation } from "#app/RoomPane.tsx";
import { receiveArrival } from "#client/arrival.ts";
import { BUILD } from "#client/build.ts";
import { loadConfig } from "#client/config.ts";
import { core, setCore } from "#client/core-client.ts";
import { createCoreClient } from "#client/create-core-client.ts";
import { pickHost } from "#client/host/pick.ts";
import { keepListSnapshot, seedFromListSnapshot } from "#client/list-snapshot.ts";
import { watchLiveness } from "#client/liveness.ts";
import { reloadOnce } from "#client/reload-guard.ts";
import { keepPersistent } from "#client/persistence.ts";
import { startServiceWorker } from "#client/service-worker.ts";
import { applyLook } from "#client/look.ts";
import { currentLook, readSettingValue } from "#client/use-setting.ts";
import { parseRoomId } from "#api/ids.ts";
import { prefetchRoom } from "#client/prefetch-room.ts";
import { prefetchList, prefetchValue } from "#client/use-view.ts";
import { watchWake } from "#client/wake.ts";
import { moreText, sectionName } from "#ui/section-name.ts";
import { listTime, setClock } from "#ui/format-time.ts";
import { roomName } from "#ui/room-name.ts";
import { parseRoute } from "#ui/routes.ts";

/** The room list's first window: the one its feature asks for first. */
const FIRST_ROWS = { filter: "", from: 0, count: 40 };
const WANTED_MS = 10_000;

async function start(): Promise<void> {
  const root = document.getElementById("root");
  if (!root) throw new Error("the page has no root");
  const query = new URLSearchParams(location.search);
  const host = await pickHost({ slot: SLOT, build: BUILD, salt }, query.get("host"));
  setCore(
    createCoreClient({
      host,
      build: BUILD,
      locks: navigator.locks,
      reload: () => reloadOnce("skew"),
      renew: salt.renew,
    }),
  );

  const seeded = seedFromListSnapshot();
  // Asked for before anything renders, so that the answers are under way while React starts.
  prefetchValue("session", {}, WANTED_MS);
  prefetchList("roomList", FIRST_ROWS, WANTED_MS);
  prefetchOpenRoom();
  core().connect();
  receiveArrival();
  if (seeded === "none") {
    // Nobody was here before, or nobody stayed.
    preloadDoor();
    follow();
  }
  applyLook(currentLook());
  setClock(readSettingValue("clock"));
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
  if (seeded === "rows") requestAnimationFrame(() => setTimeout(follow));

  void loadConfig().then(({ servers }) => core().setServers(servers));
}

/** The room the page opens with: its messages need not wait for its frame to be drawn. */
function prefetchOpenRoom(): void {
  const route = parseRoute(location.hash);
  const roomId = route.kind === "room" ? parseRoomId(route.room) : undefined;
  if (!roomId) return;
  prefetchRoom(roomId, WANTED_MS);
  preloadConversation();
}

function follow(): void {
  keepListSnapshot({
    section: sectionName,
    more: moreText,
    name: roomName,
    time: (ts) => listTime(ts, Date.now()),
  });
  keepPersistent(core());
  watchWake(core());
  watchLiveness({ client: core(), slot: SLOT, renew: salt.renew, reload: () => reloadOnce("hang") });
  startServiceWorker();
}

void start();
