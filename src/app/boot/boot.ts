/**
 * The one inline script of the page, run before any other: puts the chosen theme on the document and paints the list's first
 * rows from the snapshot, as text nodes in the real row's classes. Must stay tiny, imports nothing but the snapshot, and
 * must never fail: whatever is wrong, React paints a moment later.
 */
import { LIST_SNAPSHOT_KEY, parseListSnapshot } from "#lib/list-snapshot.ts";
import { paintRows } from "./paint-rows.ts";

const DESK = { light: "#efefec", dark: "#100f0d" } as const;
const PHONE = "(max-width: 719px)";

function stored(key: string): string | null {
  return localStorage.getItem(key);
}

function applyTheme(): void {
  const theme = stored("hubbub:setting:theme");
  if (theme === null || !/^(light|dark)(-contrast)?$/.test(theme)) return;
  document.documentElement.dataset["theme"] = theme;
  const colour = theme.startsWith("dark") ? DESK.dark : DESK.light;
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
  applyTheme();
  paint();
} catch {
  // No storage, or none that can be read: React starts from nothing.
}
