import { useRef, useState } from "react";
import type { SdkError } from "#api/errors.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Dialog, DialogFoot } from "#ui/Dialog.tsx";
import { errorText } from "#ui/error-text.ts";
import { Note } from "#ui/Field.tsx";
import { PasswordField } from "#ui/PasswordField.tsx";
import { Row } from "./Row.tsx";

/** A file of keys, from here or from another client. */
export function KeyImport() {
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | undefined>(undefined);
  return (
    <Row id="import" title={t("encryption.settings.import")} note={t("encryption.settings.importNote")}>
      <input
        ref={input}
        type="file"
        accept=".txt,text/plain"
        hidden
        onChange={(event) => {
          setFile(event.target.files?.[0]);
          // The same file may be chosen again.
          event.target.value = "";
        }}
      />
      <Button onClick={() => input.current?.click()}>{t("encryption.settings.importAction")}</Button>
      {file ? <OpenFile file={file} onClose={() => setFile(undefined)} /> : null}
    </Row>
  );
}

interface Counts {
  readonly imported: number;
  readonly total: number;
}

function OpenFile({ file, onClose }: { readonly file: File; readonly onClose: () => void }) {
  const [passphrase, setPassphrase] = useState("");
  const [state, setState] = useState<"idle" | "busy">("idle");
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [counts, setCounts] = useState<Counts | undefined>(undefined);
  const read = async () => {
    if (state === "busy") return;
    if (passphrase === "") return setProblem(t("encryption.settings.passphraseEmpty"));
    setState("busy");
    setProblem(undefined);
    const result = await callVerb("encryption.importKeys", { file, passphrase }, { onError: "caller" });
    setState("idle");
    if (result.ok) setCounts(result.value);
    else setProblem(importError(result.error));
  };
  return (
    <Dialog title={t("encryption.settings.importTitle", { name: file.name })} onClose={onClose}>
      {counts ? (
        <>
          <div className="d-body">
            <p role="status">
              {counts.imported === 0 && counts.total > 0
                ? t("encryption.settings.importedNone", { total: counts.total })
                : t("encryption.settings.imported", { ...counts })}
            </p>
          </div>
          <DialogFoot>
            <Button look="primary" onClick={onClose}>
              {t("encryption.settings.close")}
            </Button>
          </DialogFoot>
        </>
      ) : (
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void read();
          }}
        >
          <div className="d-body">
            <PasswordField
              label={t("encryption.settings.importPassphrase")}
              autoComplete="off"
              autoFocus
              value={passphrase}
              note={problem === undefined ? undefined : { tone: "error", text: problem }}
              onChange={(event) => setPassphrase(event.target.value)}
            />
            <Note note={state === "busy" ? { tone: "plain", text: t("encryption.settings.importing") } : undefined} />
          </div>
          <DialogFoot>
            <Button onClick={onClose}>{t("encryption.settings.cancel")}</Button>
            <Button look="primary" type="submit" aria-disabled={state === "busy"}>
              {t("encryption.settings.importGo")}
            </Button>
          </DialogFoot>
        </form>
      )}
    </Dialog>
  );
}

function importError(error: SdkError): string {
  if (error.kind !== "crypto") return errorText(error);
  switch (error.code) {
    case "wrong-passphrase":
      return t("encryption.settings.importWrong");
    case "corrupt":
      return t("encryption.settings.importCorrupt");
    default:
      return errorText(error);
  }
}
