import type { VerificationItem } from "#api/encryption.ts";
import { t } from "#lib/i18n/t.ts";

/** Somebody asks: what for, and from where. */
export function Incoming({ item }: { readonly item: VerificationItem }) {
  if (item.with === "self") return <p>{t("encryption.verify.incomingSelf")}</p>;
  const device = item.deviceName ?? item.deviceId;
  return (
    <>
      <p>{t("encryption.verify.incomingPerson", { name: item.person.name })}</p>
      {device === undefined ? null : (
        <p>
          <small>{t("encryption.verify.fromDevice", { id: device })}</small>
        </p>
      )}
    </>
  );
}
