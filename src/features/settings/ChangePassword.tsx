import { useState } from "react";
import { showToast } from "#client/ui-store.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Dialog, DialogFoot } from "#ui/Dialog.tsx";
import { errorText } from "#ui/error-text.ts";
import { Field } from "#ui/Field.tsx";
import { ConfirmDialog } from "#ui/ConfirmDialog.tsx";
import { useGuarded } from "#ui/use-guarded.ts";

const LEAST = 8;

export function ChangePassword({ onClose }: { readonly onClose: () => void }) {
  const [password, setPassword] = useState("");
  const [others, setOthers] = useState<"yes" | "no">("no");
  const [tried, setTried] = useState<"yes" | "no">("no");
  const guarded = useGuarded(
    (answer) =>
      callVerb(
        "account.changePassword",
        { password, signOutOthers: others === "yes", ...(answer ? { answer } : {}) },
        { onError: "caller" },
      ),
    () => {
      showToast({ text: t("settings.passwordChanged") });
      onClose();
    },
  );
  if (guarded.confirming) return <ConfirmDialog confirming={guarded.confirming} />;
  const short = tried === "yes" && password.length < LEAST;
  const problem = short ? t("settings.passwordShort") : guarded.error ? errorText(guarded.error) : undefined;
  return (
    <Dialog title={t("settings.passwordChange")} onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried("yes");
          if (password.length >= LEAST) void guarded.begin();
        }}
      >
        <div className="d-body">
          <Field
            label={t("settings.passwordNew")}
            type="password"
            autoComplete="new-password"
            autoFocus
            value={password}
            note={problem === undefined ? undefined : { tone: "error", text: problem }}
            onChange={(event) => setPassword(event.target.value)}
          />
          <label className="set-tick">
            <input
              type="checkbox"
              className="set-check"
              checked={others === "yes"}
              onChange={(event) => setOthers(event.target.checked ? "yes" : "no")}
            />
            <span>
              {t("settings.passwordOthers")}
              <small>{t("settings.passwordOthersNote")}</small>
            </span>
          </label>
        </div>
        <DialogFoot>
          <Button onClick={onClose}>{t("settings.cancel")}</Button>
          <Button look="primary" type="submit" aria-disabled={guarded.state === "busy"}>
            {t("settings.passwordChange")}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
