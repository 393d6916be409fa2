import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Dialog, DialogFoot } from "#ui/Dialog.tsx";
import { answerAll } from "./invite-run.ts";

/** Asks before many invites are gone. */
export function DeclineAll({ count, onClose }: { readonly count: number; readonly onClose: () => void }) {
  return (
    <Dialog title={t("roomList.declineAllTitle", { count })} onClose={onClose}>
      <div className="d-body">
        <p>{t("roomList.declineAllBody")}</p>
      </div>
      <DialogFoot>
        <Button onClick={onClose}>{t("shell.cancel")}</Button>
        <Button
          look="danger"
          onClick={() => {
            onClose();
            void answerAll("decline");
          }}
        >
          {t("roomList.declineAll", { count })}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
