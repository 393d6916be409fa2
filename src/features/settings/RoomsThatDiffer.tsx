import x from "virtual:icon/regular/x";
import { parseRoomId, type RoomId } from "#api/ids.ts";
import { parseSetting, type SettingKey, type SettingValues } from "#api/settings.ts";
import { resetSetting, useRoomsWith } from "#client/use-setting.ts";
import { useValueView } from "#client/use-view.ts";
import { t } from "#lib/i18n/t.ts";
import { IconButton } from "#ui/IconButton.tsx";
import { roomName } from "#ui/room-name.ts";

interface Props<K extends SettingKey> {
  readonly setting: K;
  readonly valueName: (value: SettingValues[K]) => string;
}

/** Rooms where a setting is said to be something else, and the way back. */
export function RoomsThatDiffer<K extends SettingKey>({ setting, valueName }: Props<K>) {
  const rooms = useRoomsWith(setting);
  return (
    <>
      {Object.entries(rooms).map(([room, value]) => {
        const roomId = parseRoomId(room);
        const parsed = parseSetting(setting, value);
        if (!roomId || parsed === undefined) return null;
        return <RoomLine key={room} roomId={roomId} setting={setting} value={valueName(parsed)} />;
      })}
    </>
  );
}

interface LineProps {
  readonly roomId: RoomId;
  readonly setting: SettingKey;
  readonly value: string;
}

function RoomLine({ roomId, setting, value }: LineProps) {
  const room = useValueView("room", { roomId });
  if (room?.state !== "known") return null;
  const name = roomName(room.name);
  return (
    <p className="set-differs">
      <span>{t("settings.differs", { room: name, value })}</span>
      <IconButton
        size="small"
        icon={x}
        label={t("settings.differsReset", { room: name })}
        onClick={() => void resetSetting(setting, "room", roomId)}
      />
    </p>
  );
}
