import { useRef, useState, type FormEvent } from "react";
import { serverOf } from "#api/ids.ts";
import { useEncryptionWishes } from "#client/use-encryption-wishes.ts";
import { useValueView } from "#client/use-view.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Dialog, DialogFoot } from "#ui/Dialog.tsx";
import { errorText } from "#ui/error-text.ts";
import { Field, type FieldNote } from "#ui/Field.tsx";
import { closeOverlay, redirect } from "#ui/navigation.ts";
import { roomLink } from "#ui/routes.ts";
import { Segment } from "#ui/Segment.tsx";
import { Switch } from "#ui/Switch.tsx";
import { addressFrom, readAddress } from "./address.ts";
import "./create-room.css";

type Access = "private" | "public";

interface Problem {
  readonly field: "name" | "address" | "form";
  readonly text: string;
}

/** A new room: private unless one says so. */
export function CreateRoom() {
  const input = useRef<HTMLInputElement>(null);
  const session = useValueView("session", {});
  const server = session?.state === "signed-in" ? serverOf(session.userId) : "";
  const [name, setName] = useState("");
  const [topic, setTopic] = useState("");
  const [access, setAccess] = useState<Access>("private");
  const [address, setAddress] = useState<string | undefined>(undefined);
  const wishes = useEncryptionWishes();
  /** What was chosen, if somebody chose. */
  const [chosen, setChosen] = useState<"encrypted" | "plain">();
  const encryption = chosen ?? (access === "public" ? "plain" : (wishes?.initial ?? "encrypted"));
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  const [state, setState] = useState<"idle" | "busy">("idle");
  const shownAddress = address ?? addressFrom(name);

  const create = async (event: FormEvent) => {
    event.preventDefault();
    if (state === "busy") return;
    if (name.trim() === "") {
      setProblem({ field: "name", text: t("room.nameNeeded") });
      input.current?.focus();
      return;
    }
    const alias = access === "public" ? readAddress(shownAddress) : undefined;
    if (access === "public" && alias === undefined) {
      setProblem({ field: "address", text: t("room.addressNeeded") });
      return;
    }
    setState("busy");
    setProblem(undefined);
    const result = await callVerb(
      "room.create",
      { name: name.trim(), topic: topic.trim(), access, alias, invite: [], encryption },
      { onError: "caller" },
    );
    setState("idle");
    if (result.ok) {
      redirect(roomLink(result.value.roomId));
      return;
    }
    const taken = result.error.kind === "matrix" && result.error.errcode === "M_ROOM_IN_USE";
    setProblem({ field: taken ? "address" : "form", text: errorText(result.error) });
  };

  const note = (field: Problem["field"], otherwise?: FieldNote): FieldNote | undefined =>
    problem?.field === field ? { tone: "error", text: problem.text } : otherwise;

  return (
    <Dialog title={t("room.createTitle")} onClose={closeOverlay} initialFocus={input}>
      <form onSubmit={(event) => void create(event)} noValidate>
        <div className="d-body">
          <Field
            ref={input}
            label={t("room.name")}
            value={name}
            maxLength={255}
            autoComplete="off"
            note={note("name") ?? note("form")}
            onChange={(event) => {
              setName(event.target.value);
              setProblem(undefined);
            }}
          />
          <Field
            label={t("room.topicOptional")}
            value={topic}
            maxLength={1000}
            autoComplete="off"
            onChange={(event) => setTopic(event.target.value)}
          />
          <div className="fieldset create-access">
            <span className="lab">{t("room.whoMayJoin")}</span>
            <Segment
              label={t("room.whoMayJoin")}
              value={access}
              options={[
                { value: "private", label: t("room.private") },
                { value: "public", label: t("room.public") },
              ]}
              onChange={(next) => {
                setAccess(next);
                setChosen(undefined);
              }}
            />
            <p className="hint">{access === "private" ? t("room.privateHint") : t("room.publicHint", { server })}</p>
          </div>
          <div className="fieldset create-encryption">
            {wishes?.choice === "fixed" && access === "private" ? (
              <p className="hint">
                {wishes.initial === "plain" ? t("encryption.room.createFixedOff") : t("encryption.room.createFixedOn")}
              </p>
            ) : (
              <>
                <div className="create-switch">
                  <span className="lab">{t("encryption.room.createEncrypted")}</span>
                  <Switch
                    label={t("encryption.room.createEncrypted")}
                    state={encryption === "encrypted" ? "on" : "off"}
                    onChange={(state) => setChosen(state === "on" ? "encrypted" : "plain")}
                  />
                </div>
                <p className="hint">{hintOf(access, encryption)}</p>
              </>
            )}
          </div>
          {access === "public" ? (
            <Field
              label={t("room.address")}
              value={shownAddress}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              note={note("address", { tone: "plain", text: t("room.addressHint", { address: shownAddress, server }) })}
              onChange={(event) => {
                setAddress(event.target.value);
                setProblem(undefined);
              }}
            />
          ) : null}
        </div>
        <DialogFoot>
          <Button onClick={closeOverlay}>{t("shell.cancel")}</Button>
          <Button type="submit" look="primary" aria-disabled={state === "busy"}>
            {state === "busy" ? t("room.creating") : t("room.create")}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}

function hintOf(access: Access, encryption: "encrypted" | "plain"): string {
  if (encryption === "plain") return t("encryption.room.createPlainHint");
  return access === "public" ? t("encryption.room.switchOnPublic") : t("encryption.room.createHint");
}
