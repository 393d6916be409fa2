import minus from "virtual:icon/regular/minus";
import plus from "virtual:icon/regular/plus";
import { SETTINGS } from "#api/settings.ts";
import { setSetting, useSetting } from "#client/use-setting.ts";
import { t } from "#lib/i18n/t.ts";
import { IconButton } from "#ui/IconButton.tsx";
import { Segment } from "#ui/Segment.tsx";
import { LevelChoice } from "./LevelChoice.tsx";
import { PreviewChoice, ThemePreview } from "./PreviewChoice.tsx";
import { Row } from "./Row.tsx";
import { SettingSwitch } from "./SettingSwitch.tsx";

export function Appearance() {
  const theme = useSetting("theme");
  const contrast = useSetting("contrast");
  const clock = useSetting("clock");
  const themed = (name: "light" | "dark") => (contrast === "more" ? `${name}-contrast` : name);
  return (
    <>
      <Row id="theme" title={t("settings.theme")} control="under">
        <LevelChoice setting="theme" name={t("settings.theme")} />
        <PreviewChoice
          label={t("settings.theme")}
          name="theme"
          value={theme}
          options={[
            { value: "system", label: t("settings.theme.system"), preview: <ThemePreview theme={undefined} /> },
            { value: "light", label: t("settings.theme.light"), preview: <ThemePreview theme={themed("light")} /> },
            { value: "dark", label: t("settings.theme.dark"), preview: <ThemePreview theme={themed("dark")} /> },
          ]}
          onChoose={(value) => void setSetting("theme", value)}
        />
      </Row>
      <SettingSwitch
        id="contrast"
        setting="contrast"
        title={t("settings.contrast")}
        note={t("settings.contrastNote")}
        on="more"
        off="system"
      />
      <SettingSwitch
        id="motion"
        setting="motion"
        title={t("settings.motion")}
        note={t("settings.motionNote")}
        on="reduced"
        off="system"
      />
      <TextSize />
      <Row id="clock" title={t("settings.clock")}>
        <LevelChoice setting="clock" name={t("settings.clock")} />
        <Segment
          label={t("settings.clock")}
          value={clock}
          options={[
            { value: "system", label: t("settings.clock.system") },
            { value: "12h", label: t("settings.clock.12h") },
            { value: "24h", label: t("settings.clock.24h") },
          ]}
          onChange={(value) => void setSetting("clock", value)}
        />
      </Row>
    </>
  );
}

function TextSize() {
  const size = useSetting("fontSize");
  const { allowed } = SETTINGS.fontSize;
  const step = (by: number) => void setSetting("fontSize", size + by * allowed.step);
  return (
    <Row id="text-size" title={t("settings.fontSize")}>
      <LevelChoice setting="fontSize" name={t("settings.fontSize")} />
      <span className="stepper">
        <IconButton
          icon={minus}
          look="filled"
          label={t("settings.smaller")}
          aria-disabled={size <= allowed.least}
          onClick={() => step(-1)}
        />
        <output aria-label={t("settings.fontSize")}>{t("settings.fontSizeValue", { percent: size })}</output>
        <IconButton
          icon={plus}
          look="filled"
          label={t("settings.larger")}
          aria-disabled={size >= allowed.most}
          onClick={() => step(1)}
        />
      </span>
    </Row>
  );
}
