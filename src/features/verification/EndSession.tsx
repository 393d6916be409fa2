import { useEffect, useEffectEvent } from "react";
import { showToast } from "#client/ui-store.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { ConfirmDialog } from "#ui/ConfirmDialog.tsx";
import { useGuarded } from "#ui/use-guarded.ts";

export interface EndSessionProps {
  readonly deviceId: string;
  readonly onClose: () => void;
}

/** Signs another session out; the server may want to know first who asks. */
export function EndSession({ deviceId, onClose }: EndSessionProps) {
  const guarded = useGuarded(
    (answer) =>
      callVerb(
        "account.signOutDevices",
        { deviceIds: [deviceId], ...(answer ? { answer } : {}) },
        { onError: "caller" },
      ),
    () => {
      showToast({ text: t("encryption.verify.signedOut") });
      void callVerb("account.refreshDevices", {}, { onError: "caller" });
      onClose();
    },
  );
  const begin = useEffectEvent(guarded.begin);
  useEffect(() => void begin(), []);
  const { error } = guarded;
  useEffect(() => {
    if (!error) return;
    showToast({ error });
    onClose();
  }, [error, onClose]);
  if (!guarded.confirming) return null;
  const { giveUp } = guarded.confirming;
  return (
    <ConfirmDialog
      confirming={{
        ...guarded.confirming,
        giveUp: () => {
          giveUp();
          onClose();
        },
      }}
    />
  );
}
