/**
 * The window: whoever is signed in sees the shell, everybody else the door. With rows from the last visit the shell
 * stands before the core has said who is signed in; it is the likely answer, and a wrong one is corrected at once.
 */
import { Suspense, useEffect, useState } from "react";
import { forgetArrival, useArrival } from "#client/arrival.ts";
import { core } from "#client/core-client.ts";
import { useConfig } from "#client/config.ts";
import { showToast } from "#client/ui-store.ts";
import { useCoreStatus } from "#client/use-core-status.ts";
import { useMedia } from "#client/use-media.ts";
import { useValueView } from "#client/use-view.ts";
import { PictureContext } from "#ui/avatar-media.ts";
import { lazyCode } from "#ui/lazy-code.tsx";
import { AppToasts } from "./AppToasts.tsx";
import { BootScreen } from "./BootScreen.tsx";
import { CoreScreen } from "./CoreScreen.tsx";
import { PaneBoundary } from "./PaneBoundary.tsx";
import { SettingsSync } from "./SettingsSync.tsx";
import { Shell } from "./Shell.tsx";
import { useTheme } from "./use-theme.ts";
import "#ui/tokens.css";
import "#ui/base.css";
import "#ui/forced-colors.css";

const door = lazyCode(() => import("#features/auth/Door.tsx").then((module) => module.Door));
const Door = door.Component;
export const preloadDoor = door.preload;

const FIRST_LIST = { filter: "", from: 0, count: 0 };

export function App() {
  useTheme();
  return (
    <PictureContext value={useMedia}>
      <PaneBoundary>
        <Suspense fallback={<BootScreen />}>
          <Screen />
          <SettingsSync />
        </Suspense>
      </PaneBoundary>
      <AppToasts />
    </PictureContext>
  );
}

function Screen() {
  const status = useCoreStatus();
  const session = useValueView("session", {});
  const config = useConfig();
  const [seeded] = useState(() => core().views.remembered("roomList", FIRST_LIST).state === "ready");
  useRefusedArrival(session?.state === "signed-in" ? "in" : "out");
  const generation = useGeneration(session?.state === "signed-in" ? session.userId : undefined);
  if (status.state === "elsewhere" || status.state === "stale" || status.state === "fatal") {
    return <CoreScreen status={status} />;
  }
  if (session === undefined || session.state === "opening") {
    if (status.state === "waiting") return <CoreScreen status={status} />;
    return seeded ? <Shell key={generation} /> : <BootScreen />;
  }
  if (session.state === "signed-in") return <Shell key={generation} />;
  if (config.state === "loading") return <BootScreen />;
  return <Door key={config.state} session={session} />;
}

/** A way back from a server's page that brought nothing, while somebody is signed in: told in a corner. */
function useRefusedArrival(session: "in" | "out"): void {
  const arrival = useArrival();
  useEffect(() => {
    if (session === "out" || arrival.state !== "failed") return;
    showToast({ error: arrival.error });
    forgetArrival();
  }, [session, arrival]);
}

/** Grows when somebody else is signed in than before. The shell that stood before anybody was known is the first one's. */
function useGeneration(userId: string | undefined): number {
  const [seen, setSeen] = useState({ userId, generation: 0 });
  if (userId === undefined || userId === seen.userId) return seen.generation;
  const generation = seen.userId === undefined ? seen.generation : seen.generation + 1;
  setSeen({ userId, generation });
  return generation;
}
