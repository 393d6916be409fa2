import { useEffect, useRef, useState } from "react";
import type { Person } from "#api/people.ts";
import { showToast } from "#client/ui-store.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Avatar } from "#ui/Avatar.tsx";
import { Button } from "#ui/Button.tsx";
import { Dialog, DialogFoot } from "#ui/Dialog.tsx";
import { errorText } from "#ui/error-text.ts";
import { Note } from "#ui/Field.tsx";
import { Row } from "./Row.tsx";
import { squarePicture } from "./square-picture.ts";

export function PictureRow({ me }: { readonly me: Person }) {
  const file = useRef<HTMLInputElement>(null);
  const [picture, setPicture] = useState<Blob | undefined>(undefined);
  const has = me.avatar.kind !== "pair" && me.avatar.mxc !== undefined;
  const pick = async (picked: File) => {
    const square = await squarePicture(picked);
    if (square) setPicture(square);
    else showToast({ text: t("settings.pictureBad") });
  };
  return (
    <Row id="picture" title={t("settings.picture")}>
      <Avatar avatar={me.avatar} size={64} />
      <span className="set-acts">
        <input
          ref={file}
          type="file"
          accept="image/*"
          hidden
          onChange={(event) => {
            const picked = event.target.files?.[0];
            event.target.value = "";
            if (picked) void pick(picked);
          }}
        />
        <Button onClick={() => file.current?.click()}>
          {t(has ? "settings.pictureChange" : "settings.pictureChoose")}
        </Button>
        {has ? (
          <Button onClick={() => void callVerb("account.setAvatar", { picture: undefined })}>
            {t("settings.pictureRemove")}
          </Button>
        ) : null}
      </span>
      {picture ? <PictureDialog picture={picture} onClose={() => setPicture(undefined)} /> : null}
    </Row>
  );
}

function PictureDialog({ picture, onClose }: { readonly picture: Blob; readonly onClose: () => void }) {
  const [url, setUrl] = useState<string | undefined>(undefined);
  const [state, setState] = useState<"idle" | "busy">("idle");
  const [problem, setProblem] = useState<string | undefined>(undefined);
  useEffect(() => {
    const made = URL.createObjectURL(picture);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [picture]);
  const use = async () => {
    if (state === "busy") return;
    setState("busy");
    const result = await callVerb("account.setAvatar", { picture }, { onError: "caller" });
    setState("idle");
    if (result.ok) onClose();
    else setProblem(errorText(result.error));
  };
  return (
    <Dialog title={t("settings.pictureTitle")} onClose={onClose}>
      <div className="d-body">
        {url === undefined ? null : <img className="set-picture" src={url} alt={t("settings.picture")} />}
        <p>{t("settings.pictureNote")}</p>
        <Note note={problem === undefined ? undefined : { tone: "error", text: problem }} />
      </div>
      <DialogFoot>
        <Button onClick={onClose}>{t("settings.cancel")}</Button>
        <Button look="primary" aria-disabled={state === "busy"} onClick={() => void use()}>
          {t(state === "busy" ? "settings.pictureUsing" : "settings.pictureUse")}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
