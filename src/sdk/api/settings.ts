/**
 * Settings: what they are called, what they may be and where they may be set. The nearest level wins: room, device,
 * account, the deployment's `setting_defaults`, then the built-in value. The account's and a room's travel through
 * account data (`chat.hubbub.settings`), so they hold in every browser; the device's stay in this one.
 */
import type { RoomId } from "./ids.ts";

export interface SettingValues {
  readonly theme: "system" | "light" | "dark";
  readonly contrast: "system" | "more";
  readonly motion: "system" | "reduced";
  /** Percent of the usual size of text. */
  readonly fontSize: number;
  readonly layout: "modern" | "compact" | "bubbles" | "irc";
  readonly clock: "system" | "12h" | "24h";
  /** When the time of a message is shown. */
  readonly timestamps: "hover" | "always";
  readonly highlightCode: "on" | "off";
  /** `private`: only the own sessions hear what was read. */
  readonly readReceipts: "public" | "private";
  readonly typingNotices: "on" | "off";
  /** What sends a message; the other one begins a new line. */
  readonly sendKey: "enter" | "modEnter";
  /** Whose sessions get the keys of what one writes: all, or only those that are verified. */
  readonly sendTo: "everybody" | "verified-only";
}
export type SettingKey = keyof SettingValues;

/** Where a person can set something. */
export type SettingLevel = "room" | "device" | "account";
export type SettingSource = SettingLevel | "config" | "default";

type Allowed<K extends SettingKey> = SettingValues[K] extends number
  ? { readonly kind: "range"; readonly least: number; readonly most: number; readonly step: number }
  : { readonly kind: "choice"; readonly values: readonly SettingValues[K][] };

export interface SettingSpec<K extends SettingKey> {
  readonly allowed: Allowed<K>;
  readonly initial: SettingValues[K];
  /** The first is where it is set unless somebody says otherwise. */
  readonly levels: readonly SettingLevel[];
}

export const SETTINGS: { readonly [K in SettingKey]: SettingSpec<K> } = {
  theme: choice(["system", "light", "dark"], ["device", "account"]),
  contrast: choice(["system", "more"], ["device", "account"]),
  motion: choice(["system", "reduced"], ["device", "account"]),
  fontSize: {
    allowed: { kind: "range", least: 80, most: 150, step: 5 },
    initial: 100,
    levels: ["device", "account"],
  },
  layout: choice(["modern", "compact", "bubbles", "irc"], ["account", "device", "room"]),
  clock: choice(["system", "12h", "24h"], ["account", "device"]),
  timestamps: choice(["hover", "always"], ["account", "device", "room"]),
  highlightCode: choice(["on", "off"], ["account", "device"]),
  readReceipts: choice(["public", "private"], ["account", "device", "room"]),
  typingNotices: choice(["on", "off"], ["account", "device", "room"]),
  sendKey: choice(["enter", "modEnter"], ["account", "device"]),
  sendTo: choice(["everybody", "verified-only"], ["account", "device", "room"]),
};

function choice<const T extends string>(
  values: readonly [T, ...T[]],
  levels: readonly SettingLevel[],
): {
  readonly allowed: { readonly kind: "choice"; readonly values: readonly T[] };
  readonly initial: T;
  readonly levels: readonly SettingLevel[];
} {
  return { allowed: { kind: "choice", values }, initial: values[0], levels };
}

export const SETTING_KEYS = Object.keys(SETTINGS).filter(isSettingKey);

export function isSettingKey(key: string): key is SettingKey {
  return Object.hasOwn(SETTINGS, key);
}

/** A value that came from outside, if it is one this setting may have; numbers are brought within their range. */
export function parseSetting<K extends SettingKey>(key: K, value: unknown): SettingValues[K] | undefined;
export function parseSetting(key: SettingKey, value: unknown): string | number | undefined {
  const { allowed } = SETTINGS[key];
  if (allowed.kind === "choice") return allowed.values.find((one) => one === value);
  if (typeof value !== "number" || !Number.isFinite(value)) return undefined;
  const stepped = Math.round(value / allowed.step) * allowed.step;
  return Math.min(Math.max(stepped, allowed.least), allowed.most);
}

/** What one level says; the rest is left to the levels below. */
export type SettingLayer = { readonly [K in SettingKey]?: SettingValues[K] };

/** Reads a layer from outside; what is unknown or wrong in it counts as not said. */
export function parseLayer(json: unknown, level?: SettingLevel): SettingLayer {
  if (typeof json !== "object" || json === null) return {};
  const said: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(json)) {
    if (!isSettingKey(key) || (level && !SETTINGS[key].levels.includes(level))) continue;
    const parsed = parseSetting(key, value);
    if (parsed !== undefined) said[key] = parsed;
  }
  // Every member went through `parseSetting` of its own key.
  return said;
}

/** All that was said anywhere. */
export interface SettingLayers {
  readonly device: SettingLayer;
  readonly account: SettingLayer;
  readonly config: SettingLayer;
  /** Rooms that say something of their own. */
  readonly rooms: Readonly<Record<string, SettingLayer>>;
}

export const NO_SETTINGS: SettingLayers = { device: {}, account: {}, config: {}, rooms: {} };

export interface ResolvedSetting<K extends SettingKey> {
  readonly value: SettingValues[K];
  readonly from: SettingSource;
}

/** The value that holds, in a room or in general, and the level it comes from. */
export function resolveSetting<K extends SettingKey>(
  { rooms, device, account, config }: SettingLayers,
  key: K,
  roomId?: RoomId,
): ResolvedSetting<K> {
  const levels: readonly (readonly [SettingSource, SettingLayer | undefined])[] = [
    ["room", roomId === undefined ? undefined : rooms[roomId]],
    ["device", device],
    ["account", account],
    ["config", config],
  ];
  for (const [from, layer] of levels) {
    const value = layer?.[key];
    if (value !== undefined) return { value, from };
  }
  return { value: SETTINGS[key].initial, from: "default" };
}

declare module "./contract.ts" {
  interface Commands {
    /**
     * Says a value at a level (`room` needs `roomId`). It holds and is on disk once the verb returns; the server hears of
     * the account's and the rooms' beside it, later if it can't be reached. For all devices means: this one no longer
     * differs. Errors: `invalid` (a level or value the setting does not have).
     */
    "settings.set": {
      readonly args: {
        readonly key: SettingKey;
        readonly value: string | number;
        readonly level: SettingLevel;
        readonly roomId?: RoomId;
      };
      readonly result: undefined;
    };
    /** A level no longer says anything about a setting. */
    "settings.reset": {
      readonly args: { readonly key: SettingKey; readonly level: SettingLevel; readonly roomId?: RoomId };
      readonly result: undefined;
    };
    /** What this browser remembers of its settings from before the sign-in; counts only while this device said nothing. */
    "settings.adopt": { readonly args: { readonly device: SettingLayer }; readonly result: undefined };
    /** What the deployment says (`setting_defaults`); told by the window, which reads the configuration. */
    "settings.configure": { readonly args: { readonly defaults: SettingLayer }; readonly result: undefined };
  }
  interface ValueViews {
    /** All that was said anywhere; `resolveSetting` tells what holds. */
    settings: { readonly params: Record<never, never>; readonly value: SettingLayers };
  }
}
