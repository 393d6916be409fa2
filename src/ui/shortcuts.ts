/**
 * The keys of the app, in one table: the shell acts on it and the help is drawn from it, so what the help says is what the
 * keys do. Keys that belong to one control (a menu, a slider) are that control's own and not listed.
 */
import type { MessageKey } from "#lib/i18n/t.ts";
import { holdsMod, shortcut } from "./shortcut.ts";

export interface Chord {
  /** `KeyboardEvent.key`; letters in lower case. */
  readonly key: string;
  /** The platform's main modifier. */
  readonly mod?: true;
  readonly alt?: true;
  readonly shift?: true;
  readonly ctrl?: true;
}

export type KeyGroup = "anywhere" | "list" | "messages" | "message" | "compose";

interface Shortcut {
  readonly group: KeyGroup;
  readonly label: MessageKey;
  readonly chords: readonly Chord[];
}

function define<K extends string>(table: Readonly<Record<K, Shortcut>>): Readonly<Record<K, Shortcut>> {
  return table;
}

export const SHORTCUTS = define({
  palette: { group: "anywhere", label: "settings.key.palette", chords: [{ mod: true, key: "k" }] },
  nextRoom: { group: "anywhere", label: "settings.key.nextRoom", chords: [{ alt: true, key: "ArrowDown" }] },
  previousRoom: { group: "anywhere", label: "settings.key.previousRoom", chords: [{ alt: true, key: "ArrowUp" }] },
  nextUnread: {
    group: "anywhere",
    label: "settings.key.nextUnread",
    chords: [{ alt: true, shift: true, key: "ArrowDown" }],
  },
  previousUnread: {
    group: "anywhere",
    label: "settings.key.previousUnread",
    chords: [{ alt: true, shift: true, key: "ArrowUp" }],
  },
  panel: { group: "anywhere", label: "settings.key.panel", chords: [{ mod: true, key: "." }] },
  settings: { group: "anywhere", label: "settings.key.settings", chords: [{ mod: true, key: "," }] },
  help: { group: "anywhere", label: "settings.key.help", chords: [{ mod: true, key: "/" }] },
  nextPart: { group: "anywhere", label: "settings.key.nextPart", chords: [{ key: "F6" }] },
  previousPart: { group: "anywhere", label: "settings.key.previousPart", chords: [{ shift: true, key: "F6" }] },
  close: { group: "anywhere", label: "settings.key.close", chords: [{ key: "Escape" }] },
  listMove: { group: "list", label: "settings.key.listMove", chords: [{ key: "ArrowUp" }, { key: "ArrowDown" }] },
  listFold: { group: "list", label: "settings.key.listFold", chords: [{ key: "ArrowLeft" }, { key: "ArrowRight" }] },
  listOpen: { group: "list", label: "settings.key.listOpen", chords: [{ key: "Enter" }] },
  listMenu: { group: "list", label: "settings.key.listMenu", chords: [{ shift: true, key: "F10" }] },
  walk: { group: "messages", label: "settings.key.walk", chords: [{ key: "ArrowUp" }, { key: "ArrowDown" }] },
  page: { group: "messages", label: "settings.key.page", chords: [{ key: "PageUp" }, { key: "PageDown" }] },
  ends: {
    group: "messages",
    label: "settings.key.ends",
    chords: [
      { ctrl: true, key: "Home" },
      { ctrl: true, key: "End" },
    ],
  },
  reply: { group: "message", label: "settings.key.reply", chords: [{ key: "r" }] },
  edit: { group: "message", label: "settings.key.edit", chords: [{ key: "e" }] },
  react: { group: "message", label: "settings.key.react", chords: [{ key: "+" }] },
  remove: { group: "message", label: "settings.key.remove", chords: [{ key: "Delete" }] },
  editLast: { group: "compose", label: "settings.key.editLast", chords: [{ key: "ArrowUp" }] },
  dropSubject: { group: "compose", label: "settings.key.dropSubject", chords: [{ key: "Escape" }] },
});

export type ShortcutId = keyof typeof SHORTCUTS;

interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** Whether these are the keys of a shortcut. A sign may need Shift on one keyboard and not on another. */
export function pressed(event: KeyPress, id: ShortcutId): boolean {
  return SHORTCUTS[id].chords.some((chord) => {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key !== chord.key || event.altKey !== (chord.alt === true)) return false;
    const sign = chord.key.length === 1 && !/[a-z]/.test(chord.key);
    if (!sign && event.shiftKey !== (chord.shift === true)) return false;
    if (chord.mod) return holdsMod(event);
    return event.ctrlKey === (chord.ctrl === true) && !event.metaKey;
  });
}

const PRINTED: Readonly<Record<string, string>> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Escape: "Esc",
  PageUp: "Page ↑",
  PageDown: "Page ↓",
};

/** A chord as it is printed on the keys. */
export function chordText({ key, mod, alt, shift, ctrl }: Chord): string {
  const printed = PRINTED[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  const held = [ctrl ? "Ctrl" : "", alt ? "Alt" : "", shift ? "Shift" : ""].filter((one) => one !== "");
  return [...held, mod ? shortcut(printed) : printed].join(" ");
}
