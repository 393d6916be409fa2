/**
 * The page's entry: makes the client, renders, connects. With rows on screen from the last visit React commits first and
 * the core is built right after; without, at once. Nothing here waits for the configuration or the service worker.
 */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "#app/App.tsx";
import { BUILD } from "#client/build.ts";
import { loadConfig } from "#client/config.ts";
import { core, setCore } from "#client/core-client.ts";
import { createCoreSalt } from "#client/core-salt.ts";
import { createCoreClient } from "#client/create-core-client.ts";
import { pickHost } from "#client/host/pick.ts";
import { keepListSnapshot, seedFromListSnapshot } from "#client/list-snapshot.ts";
import { watchLiveness } from "#client/liveness.ts";
import { reloadOnce } from "#client/reload-guard.ts";
import { startServiceWorker } from "#client/service-worker.ts";
import { applyTheme, useUi } from "#client/ui-store.ts";
import { prefetchList, prefetchValue } from "#client/use-view.ts";
import { t } from "#lib/i18n/t.ts";
import { listTime } from "#ui/format-time.ts";
import { roomName } from "#ui/room-name.ts";

const SLOT = "0";
/** The room list's first window: the one its feature asks for first. */
const FIRST_ROWS = { filter: "", from: 0, count: 40 };
const WANTED_MS = 10_000;
const salt = createCoreSalt();

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
  if (seeded === "none") connect();
  applyTheme(useUi.getState().theme);
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
  if (seeded === "rows") requestAnimationFrame(() => setTimeout(connect));

  void loadConfig().then(({ servers }) => core().setServers(servers));
}

function connect(): void {
  core().connect();
  keepListSnapshot({
    section: (section) => t(`roomList.section.${section}`),
    name: roomName,
    time: (ts) => listTime(ts, Date.now()),
  });
  watchLiveness({ client: core(), slot: SLOT, renew: salt.renew, reload: () => reloadOnce("hang") });
  startServiceWorker();
}

void start();
