import { useState } from "react";
import type { UserId } from "#api/ids.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Dialog, DialogFoot } from "#ui/Dialog.tsx";
import { errorText } from "#ui/error-text.ts";
import { Field } from "#ui/Field.tsx";
import { ConfirmDialog } from "#ui/ConfirmDialog.tsx";
import { useGuarded } from "#ui/use-guarded.ts";

/** The end of an account, asked for by typing its name. */
export function Deactivate({ userId, onClose }: { readonly userId: UserId; readonly onClose: () => void }) {
  const [typed, setTyped] = useState("");
  const [erase, setErase] = useState<"yes" | "no">("no");
  const guarded = useGuarded(
    (answer) =>
      callVerb("account.deactivate", { erase: erase === "yes", ...(answer ? { answer } : {}) }, { onError: "caller" }),
    onClose,
  );
  if (guarded.confirming) return <ConfirmDialog confirming={guarded.confirming} />;
  const sure = typed.trim() === userId;
  return (
    <Dialog title={t("settings.deactivateTitle", { id: userId })} onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (sure) void guarded.begin();
        }}
      >
        <div className="d-body">
          <p>{t("settings.deactivateBody")}</p>
          <label className="set-tick">
            <input
              type="checkbox"
              className="set-check"
              checked={erase === "yes"}
              onChange={(event) => setErase(event.target.checked ? "yes" : "no")}
            />
            <span>
              {t("settings.deactivateErase")}
              <small>{t("settings.deactivateEraseNote")}</small>
            </span>
          </label>
          <Field
            label={t("settings.deactivateType", { id: userId })}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            value={typed}
            note={guarded.error ? { tone: "error", text: errorText(guarded.error) } : undefined}
            onChange={(event) => setTyped(event.target.value)}
          />
        </div>
        <DialogFoot>
          <Button onClick={onClose}>{t("settings.cancel")}</Button>
          <Button look="danger" type="submit" aria-disabled={!sure || guarded.state === "busy"}>
            {t("settings.deactivateConfirm")}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
