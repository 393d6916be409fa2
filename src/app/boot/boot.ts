/**
 * The one inline script of the page, run before any other: takes the secrets of a sign-in out of the address, puts the chosen look on the document and paints the list's first
 * rows from the snapshot, as text nodes in the real row's classes. Must stay tiny, imports nothing but the snapshot, and
 * must never fail: whatever is wrong, React paints a moment later.
 */
import { ARRIVAL_SLOT, openArrival } from "#lib/arrival.ts";
import { LIST_SNAPSHOT_KEY, parseListSnapshot } from "#lib/list-snapshot.ts";
import { paintRows } from "./paint-rows.ts";

const DESK = { light: "#efefec", dark: "#100f0d" } as const;
const PHONE = "(max-width: 719px)";

function stored(key: string): string | null {
  return localStorage.getItem(key);
}

function applyLook(): void {
  const look = JSON.parse(stored("hubbub:setting:look") ?? "{}");
  const { dataset, style } = document.documentElement;
  const dark = look.theme === "dark" || (look.theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  const system = dark ? "dark" : "light";
  if (look.contrast === "more") dataset["theme"] = `${system}-contrast`;
  else if (look.theme === system && matchMedia("(prefers-contrast: more)").matches)
    dataset["theme"] = `${system}-contrast`;
  else if (look.theme === system) dataset["theme"] = system;
  if (look.motion === "reduced") dataset["motion"] = "reduced";
  if (/^[a-z]+$/.test(look.layout)) dataset["layout"] = look.layout;
  if (look.fontSize >= 80 && look.fontSize <= 150) style.fontSize = `${look.fontSize}%`;
  if (!dataset["theme"]) return;
  const colour = dark ? DESK.dark : DESK.light;
  for (const meta of document.querySelectorAll<HTMLMetaElement>("meta[name=theme-color]")) meta.content = colour;
}

function applyListWidth(): void {
  const width = Number(stored("hubbub:setting:listWidth"));
  if (!(width > 0)) return;
  const within = Math.min(Math.max(width, 240), 416);
  for (const id of ["boot-list", "boot-sheet"]) {
    document.getElementById(id)?.style.setProperty("--list-w", `${within / 16}rem`);
  }
}

function paint(): void {
  const place = document.getElementById("boot-list");
  const list = parseListSnapshot(stored(LIST_SNAPSHOT_KEY));
  if (!place || !list || stored("hubbub:setting:list") === "collapsed") return;
  // On a phone a room covers the list.
  const phone = matchMedia(PHONE).matches;
  if (phone && location.hash.startsWith("#/room")) return;
  if (!phone) applyListWidth();
  paintRows(place, list, { now: Date.now(), address: decodeURIComponent(location.hash) });
}

try {
  const { arrival, clean } = openArrival(location.href);
  if (clean !== undefined) history.replaceState(history.state, "", clean);
  if (arrival) Reflect.set(window, ARRIVAL_SLOT, arrival);
} catch {
  // The window takes it out itself.
}

try {
  applyLook();
  paint();
} catch {
  // No storage, or none that can be read: React starts from nothing.
}
