import { SETTINGS, type SettingKey } from "#api/settings.ts";
import { levelFor, setSetting, useResolvedSetting } from "#client/use-setting.ts";
import { t } from "#lib/i18n/t.ts";

/** Where a setting holds: on all of one's devices, or on this one. */
export function LevelChoice({ setting, name }: { readonly setting: SettingKey; readonly name: string }) {
  const { value, from } = useResolvedSetting(setting);
  const levels = SETTINGS[setting].levels.filter((level) => level !== "room");
  if (levels.length < 2) return null;
  return (
    <span className="set-level-box">
      <select
        className="set-level"
        aria-label={t("settings.level", { name })}
        value={levelFor(setting, from)}
        onChange={(event) => {
          const level = levels.find((one) => one === event.target.value);
          if (level) void setSetting(setting, value, level);
        }}
      >
        {levels.map((level) => (
          <option key={level} value={level}>
            {t(level === "device" ? "settings.level.device" : "settings.level.account")}
          </option>
        ))}
      </select>
    </span>
  );
}
