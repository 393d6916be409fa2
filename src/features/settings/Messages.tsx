import type { SettingValues } from "#api/settings.ts";
import { setSetting, useSetting } from "#client/use-setting.ts";
import { t } from "#lib/i18n/t.ts";
import { Segment } from "#ui/Segment.tsx";
import { shortcut } from "#ui/shortcut.ts";
import { LevelChoice } from "./LevelChoice.tsx";
import { LayoutPreview, PreviewChoice } from "./PreviewChoice.tsx";
import { RoomsThatDiffer } from "./RoomsThatDiffer.tsx";
import { Row } from "./Row.tsx";
import { SettingSwitch } from "./SettingSwitch.tsx";

const LAYOUTS: readonly SettingValues["layout"][] = ["modern", "compact", "bubbles", "irc"];

export function Messages() {
  const layout = useSetting("layout");
  const sendKey = useSetting("sendKey");
  return (
    <>
      <Row id="layout" title={t("settings.layout")} control="under">
        <LevelChoice setting="layout" name={t("settings.layout")} />
        <PreviewChoice
          label={t("settings.layout")}
          name="layout"
          value={layout}
          options={LAYOUTS.map((value) => ({
            value,
            label: t(`settings.layout.${value}`),
            preview: <LayoutPreview layout={value} />,
          }))}
          onChoose={(value) => void setSetting("layout", value)}
        />
      </Row>
      <RoomsThatDiffer setting="layout" valueName={(value) => t(`settings.layout.${value}`)} />
      <SettingSwitch
        id="timestamps"
        setting="timestamps"
        title={t("settings.timestamps")}
        note={t("settings.timestampsNote")}
        on="always"
        off="hover"
        valueName={(value) => t(`settings.timestamps.${value}`)}
      />
      <SettingSwitch
        id="code"
        setting="highlightCode"
        title={t("settings.highlightCode")}
        note={t("settings.highlightCodeNote")}
        on="on"
        off="off"
      />
      <Row id="send-key" title={t("settings.sendKey")} note={t("settings.sendKeyNote")}>
        <LevelChoice setting="sendKey" name={t("settings.sendKey")} />
        <Segment
          label={t("settings.sendKey")}
          value={sendKey}
          options={[
            { value: "enter", label: t("shell.keyEnter") },
            { value: "modEnter", label: shortcut(t("shell.keyEnter")) },
          ]}
          onChange={(value) => void setSetting("sendKey", value)}
        />
      </Row>
    </>
  );
}
