/** The keys that work everywhere in the shell. Text fields keep what belongs to them. */
import { useEffect, useRef } from "react";
import type { RoomId } from "#api/ids.ts";
import { callVerb } from "#client/use-verb.ts";
import { currentLocation, navigate, redirect } from "#ui/navigation.ts";
import { formatRoute, roomLink } from "#ui/routes.ts";
import { pressed, type ShortcutId } from "#ui/shortcuts.ts";

export interface ShellKeys {
  readonly roomId: RoomId | undefined;
  readonly palette: () => void;
}

export function useShellKeys(keys: ShellKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.getModifierState("AltGraph")) return;
      if (!handle(event, latest.current)) return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}

function dialogOpen(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"], dialog[open]') !== null;
}

function handle(event: KeyboardEvent, { roomId, palette }: ShellKeys): boolean {
  if (pressed(event, "palette")) {
    if (dialogOpen() && document.querySelector(".palette") === null) return false;
    palette();
    return true;
  }
  if (dialogOpen()) return false;
  for (const [id, run] of ACTIONS) {
    if (!pressed(event, id)) continue;
    run(roomId);
    return true;
  }
  return false;
}

const ACTIONS: readonly (readonly [ShortcutId, (roomId: RoomId | undefined) => void])[] = [
  ["panel", () => document.querySelector<HTMLButtonElement>(".conv-head .flip")?.click()],
  ["settings", () => goToSettings("#/settings")],
  ["help", () => goToSettings(formatRoute({ kind: "settings", section: "keyboard" }))],
  ["nextPart", () => cycleLandmarks(1)],
  ["previousPart", () => cycleLandmarks(-1)],
  ["nextRoom", (roomId) => void walk(roomId, "next", "all")],
  ["previousRoom", (roomId) => void walk(roomId, "previous", "all")],
  ["nextUnread", (roomId) => void walk(roomId, "next", "unread")],
  ["previousUnread", (roomId) => void walk(roomId, "previous", "unread")],
];

/** From one section to another, leaving the settings is still one step. */
function goToSettings(link: string): void {
  if (currentLocation().overlay?.kind === "settings") redirect(link);
  else navigate(link);
}

async function walk(roomId: RoomId | undefined, step: "next" | "previous", among: "all" | "unread"): Promise<void> {
  const result = await callVerb("roomList.neighbour", { roomId, step, among }, { onError: "caller" });
  if (result.ok && result.value !== undefined) navigate(roomLink(result.value));
}

/** Moves the focus to the next of the seen landmarks: find box, list, conversation, panel. */
function cycleLandmarks(step: 1 | -1): void {
  const all = [...document.querySelectorAll<HTMLElement>("[data-landmark]")].filter(
    (one) => one.checkVisibility({ visibilityProperty: true }) && one.closest("[inert]") === null,
  );
  const at = all.findIndex((one) => one.contains(document.activeElement));
  const next = all[(at + step + all.length) % all.length] ?? all[0];
  // Whoever goes to the conversation means to write.
  const inner = next?.dataset["landmark"] === "main" ? next.querySelector<HTMLElement>('[role="textbox"]') : null;
  (inner ?? next)?.focus();
}
