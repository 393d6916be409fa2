import lock from "virtual:icon/regular/lock-simple";
import type { RoomId } from "#api/ids.ts";
import type { RoomView } from "#api/rooms.ts";
import { setSetting, useSetting } from "#client/use-setting.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Icon } from "#ui/icons/Icon.tsx";
import { Switch } from "#ui/Switch.tsx";
import "./room-encryption.css";

export interface RoomEncryptionProps {
  readonly room: Extract<RoomView, { state: "known" }>;
  readonly onEncrypt: () => void;
}

/** What can be decided about a room's encryption: that there is one, and who may read along. */
export function RoomEncryption({ room, onEncrypt }: RoomEncryptionProps) {
  if (room.encryption === "encrypted") return <VerifiedOnly roomId={room.roomId} />;
  if (room.can.encrypt === "no") return null;
  return (
    <div className="info-acts">
      <Button span="wide" onClick={onEncrypt}>
        <Icon d={lock} />
        {t("encryption.room.switchOn")}
      </Button>
    </div>
  );
}

function VerifiedOnly({ roomId }: { readonly roomId: RoomId }) {
  const sendTo = useSetting("sendTo", roomId);
  return (
    <div className="info-secret">
      <div>
        <span>{t("encryption.room.verifiedOnly")}</span>
        <small>{t("encryption.room.verifiedOnlyHint")}</small>
      </div>
      <Switch
        label={t("encryption.room.verifiedOnly")}
        state={sendTo === "verified-only" ? "on" : "off"}
        onChange={(state) => void setSetting("sendTo", state === "on" ? "verified-only" : "everybody", "room", roomId)}
      />
    </div>
  );
}
