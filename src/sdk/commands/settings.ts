import { Failure } from "#api/errors.ts";
import type { RoomId } from "#api/ids.ts";
import { isSettingKey, parseLayer, parseSetting, SETTINGS, type SettingKey, type SettingLevel } from "#api/settings.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { settingsOf } from "#sdk/account/settings.ts";
import type { HandlersOf } from "./account-verbs.ts";

type SettingsVerb = "settings.set" | "settings.reset" | "settings.configure" | "settings.adopt";

export function settingsCommands(ctx: AccountContext): HandlersOf<SettingsVerb> {
  const settings = settingsOf(ctx);

  async function say(key: SettingKey, value: unknown, level: SettingLevel, roomId: RoomId | undefined): Promise<void> {
    switch (level) {
      case "device":
        return settings.sayHere(key, value);
      case "account":
        return settings.say("account", key, value);
      case "room":
        if (roomId === undefined) throw new Failure({ kind: "invalid", field: "roomId", reason: "empty" });
        return settings.say(roomId, key, value);
      default:
        return level satisfies never;
    }
  }

  function known(key: string, level: SettingLevel): asserts key is SettingKey {
    if (!isSettingKey(key)) throw new Failure({ kind: "invalid", field: "key", reason: "not-found" });
    if (!SETTINGS[key].levels.includes(level)) {
      throw new Failure({ kind: "invalid", field: "level", reason: "not-found" });
    }
  }

  return {
    "settings.set": async ({ key, value, level, roomId }) => {
      known(key, level);
      const parsed = parseSetting(key, value);
      if (parsed === undefined) throw new Failure({ kind: "invalid", field: "value", reason: "malformed" });
      await say(key, parsed, level, roomId);
      return undefined;
    },
    "settings.reset": async ({ key, level, roomId }) => {
      known(key, level);
      await say(key, undefined, level, roomId);
      return undefined;
    },
    "settings.configure": async ({ defaults }) => {
      await settings.configure(parseLayer(defaults));
      return undefined;
    },
    "settings.adopt": async ({ device }) => {
      await settings.adopt(parseLayer(device, "device"));
      return undefined;
    },
  };
}
