import { t } from "#lib/i18n/t.ts";
import { SettingSwitch } from "./SettingSwitch.tsx";

export function Privacy() {
  return (
    <>
      <SettingSwitch
        id="receipts"
        setting="readReceipts"
        title={t("settings.readReceipts")}
        note={t("settings.readReceiptsNote")}
        on="public"
        off="private"
        valueName={(value) => t(`settings.readReceipts.${value}`)}
      />
      <SettingSwitch
        id="typing"
        setting="typingNotices"
        title={t("settings.typingNotices")}
        on="on"
        off="off"
        valueName={(value) => t(`settings.typingNotices.${value}`)}
      />
    </>
  );
}
