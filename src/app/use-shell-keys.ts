/** The keys that work everywhere in the shell. Text fields keep what belongs to them. */
import { useEffect, useRef } from "react";
import type { RoomId } from "#api/ids.ts";
import { callVerb } from "#client/use-verb.ts";
import { navigate } from "#ui/navigation.ts";
import { roomLink } from "#ui/routes.ts";
import { holdsMod } from "#ui/shortcut.ts";

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
  const mod = holdsMod(event);
  if (mod && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
    if (dialogOpen() && document.querySelector(".palette") === null) return false;
    palette();
    return true;
  }
  if (dialogOpen()) return false;
  if (mod && !event.shiftKey && !event.altKey && event.key === ".") {
    document.querySelector<HTMLButtonElement>(".conv-head .flip")?.click();
    return true;
  }
  if (mod && event.key === ",") {
    navigate("#/settings");
    return true;
  }
  if (event.key === "F6") return cycleLandmarks(event.shiftKey ? -1 : 1);
  if (event.altKey && !mod && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    const step = event.key === "ArrowDown" ? "next" : "previous";
    void walk(roomId, step, event.shiftKey ? "unread" : "all");
    return true;
  }
  return false;
}

async function walk(roomId: RoomId | undefined, step: "next" | "previous", among: "all" | "unread"): Promise<void> {
  const result = await callVerb("roomList.neighbour", { roomId, step, among }, { onError: "caller" });
  if (result.ok && result.value !== undefined) navigate(roomLink(result.value));
}

/** Moves the focus to the next of the seen landmarks: find box, list, conversation, panel. */
function cycleLandmarks(step: 1 | -1): boolean {
  const all = [...document.querySelectorAll<HTMLElement>("[data-landmark]")].filter((one) =>
    one.checkVisibility({ visibilityProperty: true }),
  );
  if (all.length === 0) return false;
  const at = all.findIndex((one) => one.contains(document.activeElement));
  const next = all[(at + step + all.length) % all.length] ?? all[0];
  // Whoever goes to the conversation means to write.
  const inner = next?.dataset["landmark"] === "main" ? next.querySelector<HTMLElement>('[role="textbox"]') : null;
  (inner ?? next)?.focus();
  return true;
}
