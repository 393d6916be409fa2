/** What there is to set, by section: the navigation, the search and the deep links are made of it. */
import database from "virtual:icon/regular/hard-drives";
import devices from "virtual:icon/regular/devices";
import eyeSlash from "virtual:icon/regular/eye-slash";
import shieldCheck from "virtual:icon/regular/shield-check";
import chats from "virtual:icon/regular/chats-circle";
import info from "virtual:icon/regular/info";
import keyboard from "virtual:icon/regular/keyboard";
import palette from "virtual:icon/regular/palette";
import user from "virtual:icon/regular/user-circle";
import { fold } from "#lib/fold.ts";
import { t, type MessageKey } from "#lib/i18n/t.ts";
import { SHORTCUTS } from "#ui/shortcuts.ts";

export type SectionId =
  "account" | "appearance" | "messages" | "privacy" | "encryption" | "sessions" | "keyboard" | "data" | "about";

interface Item {
  readonly title: MessageKey;
  /** More words it is found by. */
  readonly words?: readonly MessageKey[];
}

function items<const T extends Readonly<Record<string, Item>>>(all: T): T {
  return all;
}

const ITEMS = {
  account: items({
    picture: { title: "settings.picture", words: ["settings.pictureChange", "settings.profile"] },
    name: { title: "settings.displayName", words: ["settings.profile"] },
    id: { title: "settings.userId" },
    emails: { title: "settings.emails", words: ["settings.emailAdd"] },
    password: { title: "settings.password", words: ["settings.passwordChange"] },
    "sign-out": { title: "settings.signOut" },
    deactivate: { title: "settings.deactivate", words: ["settings.deactivateNote"] },
  }),
  appearance: items({
    theme: { title: "settings.theme", words: ["settings.theme.dark", "settings.theme.light"] },
    contrast: { title: "settings.contrast" },
    motion: { title: "settings.motion", words: ["settings.motionNote"] },
    "text-size": { title: "settings.fontSize", words: ["settings.larger", "settings.smaller"] },
    clock: { title: "settings.clock", words: ["settings.clock.12h", "settings.clock.24h"] },
  }),
  messages: items({
    layout: {
      title: "settings.layout",
      words: ["settings.layout.compact", "settings.layout.bubbles", "settings.layout.irc", "settings.layout.modern"],
    },
    timestamps: { title: "settings.timestamps" },
    code: { title: "settings.highlightCode", words: ["settings.highlightCodeNote"] },
    "send-key": { title: "settings.sendKey", words: ["settings.sendKeyNote"] },
  }),
  privacy: items({
    receipts: { title: "settings.readReceipts", words: ["settings.readReceiptsNote"] },
    typing: { title: "settings.typingNotices" },
  }),
  encryption: items({
    session: { title: "encryption.settings.session", words: ["encryption.settings.verify"] },
    identity: { title: "encryption.settings.identity" },
    recovery: { title: "encryption.settings.recovery", words: ["encryption.setup.passphrase"] },
    backup: { title: "encryption.settings.backup" },
    "send-to": { title: "encryption.settings.sendTo" },
    export: { title: "encryption.settings.export" },
    import: { title: "encryption.settings.import" },
    fingerprint: { title: "encryption.settings.device" },
    reset: { title: "encryption.settings.reset" },
  }),
  sessions: items({
    sessions: { title: "settings.sessionOthers", words: ["settings.sessionEndAll", "settings.sessionsNote"] },
  }),
  keyboard: items({
    keys: { title: "settings.section.keyboard", words: Object.values(SHORTCUTS).map(({ label }) => label) },
  }),
  data: items({
    kept: { title: "settings.kept", words: ["settings.space"] },
    persistence: { title: "settings.persistence" },
    clear: { title: "settings.clear" },
  }),
  about: items({
    version: { title: "settings.version" },
    sent: { title: "settings.sent", words: ["settings.sentOthersWhat"] },
    logs: { title: "settings.logs", words: ["settings.logsNote"] },
    licences: { title: "settings.licences", words: ["settings.licencesText"] },
  }),
} as const;

type ItemsOf = typeof ITEMS;
export type ItemId = { [S in SectionId]: keyof ItemsOf[S] }[SectionId];

export interface Section {
  readonly id: SectionId;
  readonly icon: string;
  readonly title: string;
}

const ICONS: readonly (readonly [SectionId, string])[] = [
  ["account", user],
  ["appearance", palette],
  ["messages", chats],
  ["privacy", eyeSlash],
  ["encryption", shieldCheck],
  ["sessions", devices],
  ["keyboard", keyboard],
  ["data", database],
  ["about", info],
];

export const SECTIONS: readonly Section[] = ICONS.map(([id, icon]) => ({
  id,
  icon,
  title: t(`settings.section.${id}`),
}));

export interface Found {
  readonly section: Section;
  readonly item: string;
  readonly title: string;
}

/** Settings that have all the words of the query somewhere: in their names first. */
export function findSettings(query: string): readonly Found[] {
  const words = fold(query)
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0) return [];
  const found = SECTIONS.flatMap((section) =>
    Object.entries<Item>(ITEMS[section.id]).flatMap(([item, { title, words: more = [] }]) => {
      const name = fold(t(title));
      const all = fold([t(title), section.title, ...more.map((key) => t(key))].join(" "));
      if (!words.every((word) => all.includes(word))) return [];
      return [{ section, item, title: t(title), rank: words.every((word) => name.includes(word)) ? 0 : 1 }];
    }),
  );
  return found.toSorted((a, b) => a.rank - b.rank).map(({ section, item, title }) => ({ section, item, title }));
}
