import type { RoomId } from "#api/ids.ts";
import { SETTINGS, type SettingKey, type SettingValues } from "#api/settings.ts";
import { resetSetting, setSetting, useResolvedSetting, useSetting } from "#client/use-setting.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Dialog, DialogFoot } from "#ui/Dialog.tsx";
import "./settings-rows.css";

/** What is different in one room, on all of one's devices. */
export function RoomLook({ roomId, onClose }: { readonly roomId: RoomId; readonly onClose: () => void }) {
  return (
    <Dialog title={t("settings.roomTitle")} onClose={onClose}>
      <div className="d-body">
        <p>{t("settings.roomNote")}</p>
        <RoomChoice
          roomId={roomId}
          setting="layout"
          label={t("settings.layout")}
          name={(value) => t(`settings.layout.${value}`)}
        />
        <RoomChoice
          roomId={roomId}
          setting="timestamps"
          label={t("settings.timestampsShort")}
          name={(value) => t(`settings.timestamps.${value}`)}
        />
        <RoomChoice
          roomId={roomId}
          setting="readReceipts"
          label={t("settings.readReceipts")}
          name={(value) => t(`settings.readReceipts.${value}`)}
        />
        <RoomChoice
          roomId={roomId}
          setting="typingNotices"
          label={t("settings.typingNotices")}
          name={(value) => t(`settings.typingNotices.${value}`)}
        />
      </div>
      <DialogFoot>
        <Button look="primary" onClick={onClose}>
          {t("shell.close")}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}

type ChoiceKey = { [K in SettingKey]: SettingValues[K] extends string ? K : never }[SettingKey];

interface RoomChoiceProps<K extends ChoiceKey> {
  readonly roomId: RoomId;
  readonly setting: K;
  readonly label: string;
  readonly name: (value: SettingValues[K]) => string;
}

function RoomChoice<K extends ChoiceKey>({ roomId, setting, label, name }: RoomChoiceProps<K>) {
  const { value, from } = useResolvedSetting(setting, roomId);
  const everywhere = useSetting(setting);
  const { allowed } = SETTINGS[setting];
  const values: readonly SettingValues[K][] = allowed.kind === "choice" ? allowed.values : [];
  return (
    <div className="setrow">
      <span className="set-words">
        <b>{label}</b>
      </span>
      <span className="set-level-box">
        <select
          className="set-level"
          aria-label={label}
          value={from === "room" ? value : ""}
          onChange={(event) => {
            const chosen = values.find((one) => one === event.target.value);
            if (chosen === undefined) void resetSetting(setting, "room", roomId);
            else void setSetting(setting, chosen, "room", roomId);
          }}
        >
          <option value="">{t("settings.likeEverywhere", { value: name(everywhere) })}</option>
          {values.map((one) => (
            <option key={one} value={one}>
              {name(one)}
            </option>
          ))}
        </select>
      </span>
    </div>
  );
}
