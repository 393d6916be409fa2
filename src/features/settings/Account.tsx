import { useState } from "react";
import { copyAndTell } from "#client/copy-and-tell.ts";
import { openDialog } from "#client/ui-store.ts";
import { callVerb } from "#client/use-verb.ts";
import { useValueView } from "#client/use-view.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { errorText } from "#ui/error-text.ts";
import { Note } from "#ui/Field.tsx";
import { AccountPageRow } from "./AccountPageRow.tsx";
import { ChangePassword } from "./ChangePassword.tsx";
import { Deactivate } from "./Deactivate.tsx";
import { Emails } from "./Emails.tsx";
import { PictureRow } from "./PictureRow.tsx";
import { Row } from "./Row.tsx";

export function Account() {
  const session = useValueView("session", {});
  const abilities = useValueView("abilities", {});
  const [dialog, setDialog] = useState<"password" | "deactivate" | undefined>(undefined);
  if (session?.state !== "signed-in") return null;
  const { me, userId } = session;
  const close = () => setDialog(undefined);
  return (
    <>
      <h3 className="grp">{t("settings.profile")}</h3>
      {abilities?.avatar === "here" ? <PictureRow me={me} /> : null}
      {abilities?.displayName === "here" ? <NameRow key={me.name} name={me.name} /> : null}
      <Row id="id" title={t("settings.userId")} note={t("settings.userIdNote", { id: userId })}>
        <Button onClick={() => void copyAndTell(userId, t("settings.copied"))}>{t("settings.copy")}</Button>
      </Row>
      <h3 className="grp">{t("settings.security")}</h3>
      {abilities?.addresses === "here" ? <Emails /> : null}
      {abilities?.password === "here" ? (
        <Row id="password" title={t("settings.password")}>
          <Button onClick={() => setDialog("password")}>{t("settings.passwordChange")}</Button>
        </Row>
      ) : null}
      {abilities?.password === "account-page" ? (
        <AccountPageRow id="password" title={t("settings.password")} action="password" />
      ) : null}
      <Row id="sign-out" title={t("settings.signOut")} note={t("settings.signOutNote")}>
        <Button onClick={() => openDialog("sign-out")}>{t("settings.signOut")}</Button>
      </Row>
      {abilities?.deactivate === "here" ? (
        <Row id="deactivate" title={t("settings.deactivate")} note={t("settings.deactivateNote")}>
          <Button onClick={() => setDialog("deactivate")}>{t("settings.deactivate")}</Button>
        </Row>
      ) : null}
      {abilities?.deactivate === "account-page" ? (
        <AccountPageRow id="deactivate" title={t("settings.deactivate")} action="deactivate" />
      ) : null}
      {dialog === "password" ? <ChangePassword onClose={close} /> : null}
      {dialog === "deactivate" ? <Deactivate userId={userId} onClose={close} /> : null}
    </>
  );
}

function NameRow({ name }: { readonly name: string }) {
  const [typed, setTyped] = useState(name);
  const [state, setState] = useState<"idle" | "busy">("idle");
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const changed = typed.trim() !== name && typed.trim() !== "";
  const save = async () => {
    if (!changed || state === "busy") return;
    setState("busy");
    setProblem(undefined);
    const result = await callVerb("account.setDisplayName", { name: typed.trim() }, { onError: "caller" });
    setState("idle");
    if (!result.ok) setProblem(errorText(result.error));
  };
  return (
    <>
      <Row id="name" title={t("settings.displayName")} note={t("settings.displayNameNote")}>
        <form
          className="set-inline"
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <span className="inp">
            <input
              aria-label={t("settings.displayName")}
              value={typed}
              maxLength={255}
              autoComplete="name"
              dir="auto"
              onChange={(event) => setTyped(event.target.value)}
            />
          </span>
          <Button type="submit" aria-disabled={!changed || state === "busy"}>
            {t(state === "busy" ? "settings.saving" : "settings.save")}
          </Button>
        </form>
      </Row>
      <Note note={problem === undefined ? undefined : { tone: "error", text: problem }} />
    </>
  );
}
