/**
 * Settings as a component reads and says them. What the window knew last lies in localStorage, so every answer is there at
 * once; the core's word replaces it. While nobody is signed in the device's part is all there is.
 */
import { useEffect } from "react";
import { create } from "zustand";
import { useShallow } from "zustand/react/shallow";
import type { RoomId } from "#api/ids.ts";
import {
  NO_SETTINGS,
  parseLayer,
  parseSetting,
  resolveSetting,
  SETTINGS,
  type ResolvedSetting,
  type SettingKey,
  type SettingLayer,
  type SettingLayers,
  type SettingLevel,
  type SettingValues,
} from "#api/settings.ts";
import { structuralEqual } from "#lib/structural-equal.ts";
import type { Look } from "./look.ts";
import { readSetting, writeSetting } from "./settings.ts";
import { callVerb } from "./use-verb.ts";
import { useValueView } from "./use-view.ts";

/** Of no use before the core speaks, and nobody's business. */
const NOT_MIRRORED = { readReceipts: undefined, typingNotices: undefined } as const;

function mirrored(): SettingLayers {
  try {
    const json: unknown = JSON.parse(readSetting("values") ?? "{}");
    if (typeof json !== "object" || json === null) return NO_SETTINGS;
    const layer = (name: string, level?: SettingLevel): SettingLayer => {
      return parseLayer(Object.entries(json).find(([key]) => key === name)?.[1], level);
    };
    return {
      device: layer("device", "device"),
      account: layer("account", "account"),
      config: layer("config"),
      rooms: {},
    };
  } catch {
    return NO_SETTINGS;
  }
}

function mirror({ device, account, config }: SettingLayers): void {
  const text = JSON.stringify({
    device: { ...device, ...NOT_MIRRORED },
    account: { ...account, ...NOT_MIRRORED },
    config: { ...config, ...NOT_MIRRORED },
  });
  if (readSetting("values") !== text) writeSetting("values", text);
}

const useLayers = create<{ readonly layers: SettingLayers }>(() => ({ layers: mirrored() }));

function setLayers(layers: SettingLayers): void {
  mirror(layers);
  useLayers.setState({ layers });
}

/** The value that holds right now, in a room if one is given. */
export function useSetting<K extends SettingKey>(key: K, roomId?: RoomId): SettingValues[K] {
  return useLayers(({ layers }) => resolveSetting(layers, key, roomId).value);
}

/** The same with the level it comes from. */
export function useResolvedSetting<K extends SettingKey>(key: K, roomId?: RoomId): ResolvedSetting<K> {
  const value = useSetting(key, roomId);
  const from = useLayers(({ layers }) => resolveSetting(layers, key, roomId).from);
  return { value, from };
}

/** What rooms say of a setting, by their ids. */
export function useRoomsWith(key: SettingKey): Readonly<Record<string, string | number>> {
  return useLayers(
    useShallow(({ layers }) =>
      Object.fromEntries(
        Object.entries(layers.rooms).flatMap(([roomId, { [key]: value }]) =>
          value === undefined ? [] : [[roomId, value] as const],
        ),
      ),
    ),
  );
}

/** The value outside of React. */
export function readSettingValue<K extends SettingKey>(key: K, roomId?: RoomId): SettingValues[K] {
  return resolveSetting(useLayers.getState().layers, key, roomId).value;
}

function lookOf(layers: SettingLayers): Look {
  return {
    theme: resolveSetting(layers, "theme").value,
    contrast: resolveSetting(layers, "contrast").value,
    motion: resolveSetting(layers, "motion").value,
    fontSize: resolveSetting(layers, "fontSize").value,
    layout: resolveSetting(layers, "layout").value,
  };
}

export function currentLook(): Look {
  return lookOf(useLayers.getState().layers);
}

export function useLook(): Look {
  return useLayers(useShallow(({ layers }) => lookOf(layers)));
}

/** Where a setting is set when somebody changes it: where it was said before, else at its first level. */
export function levelFor(key: SettingKey, from: ResolvedSetting<SettingKey>["from"]): SettingLevel {
  const said = SETTINGS[key].levels.find((level) => level === from);
  return said ?? SETTINGS[key].levels[0] ?? "device";
}

function withValue(
  layers: SettingLayers,
  { key, value, level, roomId }: { key: SettingKey; value: unknown; level: SettingLevel; roomId?: RoomId | undefined },
): SettingLayers {
  const said = (layer: SettingLayer | undefined): SettingLayer => {
    const { [key]: _before, ...rest } = layer ?? {};
    return value === undefined ? rest : { ...rest, [key]: value };
  };
  switch (level) {
    case "device":
      return { ...layers, device: said(layers.device) };
    case "account": {
      const { [key]: _own, ...device } = layers.device;
      return { ...layers, account: said(layers.account), device: value === undefined ? layers.device : device };
    }
    case "room":
      if (roomId === undefined) return layers;
      return { ...layers, rooms: { ...layers.rooms, [roomId]: said(layers.rooms[roomId]) } };
    default:
      return level satisfies never;
  }
}

let core: SettingLayers | undefined;

/** Says a value; it shows at once and goes back if the core refuses. Without a level: where it was said before. */
export async function setSetting<K extends SettingKey>(
  key: K,
  value: SettingValues[K],
  given?: SettingLevel,
  roomId?: RoomId,
): Promise<void> {
  const level = given ?? levelFor(key, resolveSetting(useLayers.getState().layers, key, roomId).from);
  const parsed = parseSetting(key, value);
  if (parsed === undefined) return;
  setLayers(withValue(useLayers.getState().layers, { key, value: parsed, level, roomId }));
  if (core === undefined) return;
  const room = roomId === undefined ? {} : { roomId };
  const result = await callVerb("settings.set", { key, value: parsed, level, ...room });
  if (!result.ok && core) setLayers(core);
}

/** A level no longer says anything about a setting. */
export async function resetSetting(key: SettingKey, level: SettingLevel, roomId?: RoomId): Promise<void> {
  setLayers(withValue(useLayers.getState().layers, { key, value: undefined, level, roomId }));
  if (core === undefined) return;
  const room = roomId === undefined ? {} : { roomId };
  const result = await callVerb("settings.reset", { key, level, ...room });
  if (!result.ok && core) setLayers(core);
}

/** The deployment's part, for whoever is signed out; the core is told when there is one. */
export function setConfigured(config: SettingLayer): void {
  const { layers } = useLayers.getState();
  if (!structuralEqual(layers.config, config)) setLayers({ ...layers, config });
}

/** Follows the core's word, and tells it what only the window knows. `config`: undefined while it is read. */
export function useSettingsFromCore(config: SettingLayer | undefined): void {
  const told = useValueView("settings", {});
  useEffect(() => {
    if (!told) return;
    const own = useLayers.getState().layers.device;
    const adopting = core === undefined && Object.keys(told.device).length === 0 && Object.keys(own).length > 0;
    core = told;
    if (!adopting) {
      setLayers(told);
      return;
    }
    setLayers({ ...told, device: own });
    void callVerb("settings.adopt", { device: own }, { onError: "caller" });
  }, [told]);
  useEffect(() => {
    if (!told || !config || structuralEqual(told.config, config)) return;
    void callVerb("settings.configure", { defaults: config }, { onError: "caller" });
  }, [told, config]);
}

/** Whoever signed out takes what is theirs along. */
export function forgetAccountSettings(): void {
  core = undefined;
  const { device, config } = useLayers.getState().layers;
  setLayers({ ...NO_SETTINGS, device, config });
}
