import trash from "virtual:icon/regular/trash";
import { useCallback, useEffect, useState } from "react";
import type { AccountAddress } from "#api/account.ts";
import type { EmailProof } from "#api/uia.ts";
import { showToast } from "#client/ui-store.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Dialog, DialogFoot } from "#ui/Dialog.tsx";
import { errorText } from "#ui/error-text.ts";
import { Field } from "#ui/Field.tsx";
import { IconButton } from "#ui/IconButton.tsx";
import { ConfirmDialog } from "#ui/ConfirmDialog.tsx";
import { Row } from "./Row.tsx";
import { useGuarded } from "#ui/use-guarded.ts";

type Addresses = readonly AccountAddress[] | "loading" | "failed";

export function Emails() {
  const [addresses, setAddresses] = useState<Addresses>("loading");
  const [adding, setAdding] = useState<"yes" | "no">("no");
  const read = useCallback(async () => {
    const result = await callVerb("account.addresses", {}, { onError: "caller" });
    setAddresses(result.ok ? result.value : "failed");
  }, []);
  useEffect(() => void read(), [read]);
  const remove = async ({ medium, address }: AccountAddress) => {
    await callVerb("account.removeAddress", { medium, address });
    await read();
  };
  return (
    <>
      <Row id="emails" title={t("settings.emails")} note={noteOf(addresses)}>
        <Button onClick={() => setAdding("yes")}>{t("settings.emailAdd")}</Button>
      </Row>
      {typeof addresses === "string"
        ? null
        : addresses.map((one) => (
            <p className="set-differs" key={`${one.medium}:${one.address}`}>
              <span>{one.address}</span>
              <IconButton
                size="small"
                icon={trash}
                label={t("settings.addressRemove", { address: one.address })}
                onClick={() => void remove(one)}
              />
            </p>
          ))}
      {adding === "yes" ? (
        <AddEmail
          onClose={() => {
            setAdding("no");
            void read();
          }}
        />
      ) : null}
    </>
  );
}

function noteOf(addresses: Addresses): string {
  if (addresses === "failed") return t("settings.addressFailed");
  return addresses !== "loading" && addresses.length === 0 ? t("settings.emailNone") : t("settings.emailsNote");
}

function AddEmail({ onClose }: { readonly onClose: () => void }) {
  const [email, setEmail] = useState("");
  const [proof, setProof] = useState<EmailProof | undefined>(undefined);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const guarded = useGuarded<"added" | "link-not-opened" | undefined>(
    async (answer) =>
      proof
        ? callVerb("account.addEmail", { proof, ...(answer ? { answer } : {}) }, { onError: "caller" })
        : { ok: true, value: { state: "done", value: undefined } },
    (outcome) => {
      if (outcome === "link-not-opened") setProblem(t("settings.emailNotOpened"));
      if (outcome !== "added") return;
      showToast({ text: t("settings.emailAdded", { email }) });
      onClose();
    },
  );
  const ask = async () => {
    setProblem(undefined);
    const result = await callVerb(
      "account.requestEmail",
      { email: email.trim(), ...(proof ? { again: proof } : {}) },
      { onError: "caller" },
    );
    if (result.ok) setProof(result.value);
    else setProblem(errorText(result.error));
  };
  if (guarded.confirming) return <ConfirmDialog confirming={guarded.confirming} />;
  const wrong = problem ?? (guarded.error ? errorText(guarded.error) : undefined);
  return (
    <Dialog title={t("settings.emailAdd")} onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setProblem(undefined);
          if (proof) void guarded.begin();
          else if (email.includes("@")) void ask();
        }}
      >
        <div className="d-body">
          {proof ? <p>{t("settings.emailSent", { email })}</p> : null}
          <Field
            label={t("settings.emailNew")}
            type="email"
            autoComplete="email"
            readOnly={proof !== undefined}
            value={email}
            note={wrong === undefined ? undefined : { tone: "error", text: wrong }}
            onChange={(event) => setEmail(event.target.value)}
          />
        </div>
        <DialogFoot>
          <Button onClick={onClose}>{t("settings.cancel")}</Button>
          <Button look="primary" type="submit" aria-disabled={!email.includes("@") || guarded.state === "busy"}>
            {t(proof ? "settings.emailOpened" : "settings.emailAdd")}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
