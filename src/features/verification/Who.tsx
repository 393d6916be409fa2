import devices from "virtual:icon/regular/devices";
import type { VerificationItem } from "#api/encryption.ts";
import { t } from "#lib/i18n/t.ts";
import { Avatar } from "#ui/Avatar.tsx";
import { Icon } from "#ui/icons/Icon.tsx";

/** With whom, or with which session of ours. */
export function Who({ item }: { readonly item: VerificationItem }) {
  const { person, deviceId, deviceName } = item;
  if (item.with === "self") {
    return (
      <div className="verify-who">
        <span className="verify-device">
          <Icon d={devices} />
        </span>
        <span>
          <b dir="auto">{deviceName ?? t("encryption.verify.anySession")}</b>
          {deviceId === undefined ? null : <small>{t("encryption.verify.session", { id: deviceId })}</small>}
        </span>
      </div>
    );
  }
  return (
    <div className="verify-who">
      <Avatar avatar={person.avatar} size={40} />
      <span>
        <b dir="auto">{person.name}</b>
        <small>{person.userId}</small>
      </span>
    </div>
  );
}
