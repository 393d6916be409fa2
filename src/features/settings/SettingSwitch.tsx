import type { SettingKey, SettingValues } from "#api/settings.ts";
import { setSetting, useSetting } from "#client/use-setting.ts";
import { Switch } from "#ui/Switch.tsx";
import { LevelChoice } from "./LevelChoice.tsx";
import { Row } from "./Row.tsx";
import { RoomsThatDiffer } from "./RoomsThatDiffer.tsx";
import type { ItemId } from "./sections.ts";

export interface SettingSwitchProps<K extends SettingKey> {
  readonly id: ItemId;
  readonly setting: K;
  readonly title: string;
  readonly note?: string;
  readonly on: SettingValues[K];
  readonly off: SettingValues[K];
  /** What a value is called where a room differs. */
  readonly valueName?: (value: SettingValues[K]) => string;
}

/** A setting with two values. */
export function SettingSwitch<K extends SettingKey>(props: SettingSwitchProps<K>) {
  const { id, setting, title, note, on, off, valueName } = props;
  const value = useSetting(setting);
  return (
    <>
      <Row id={id} title={title} {...(note === undefined ? {} : { note })}>
        <LevelChoice setting={setting} name={title} />
        <Switch
          label={title}
          state={value === on ? "on" : "off"}
          onChange={(state) => void setSetting(setting, state === "on" ? on : off)}
        />
      </Row>
      {valueName ? <RoomsThatDiffer setting={setting} valueName={valueName} /> : null}
    </>
  );
}
