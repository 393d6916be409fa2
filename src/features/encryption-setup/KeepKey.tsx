import copyIcon from "virtual:icon/regular/copy";
import download from "virtual:icon/regular/download-simple";
import keyIcon from "virtual:icon/regular/key";
import printer from "virtual:icon/regular/printer";
import { useState } from "react";
import { copyAndTell } from "#client/copy-and-tell.ts";
import { callVerb } from "#client/use-verb.ts";
import { useValueView } from "#client/use-view.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Note } from "#ui/Field.tsx";
import { Icon } from "#ui/icons/Icon.tsx";
import { saveText } from "#ui/save-text.ts";
import { Part } from "./Part.tsx";

export interface KeepKeyProps {
  readonly recoveryKey: string;
  readonly passphrase: "chosen" | "none";
  readonly onKept: () => void;
}

/** The recovery key, shown once; on paper it is all that is printed. */
export function KeepKey({ recoveryKey, passphrase, onKept }: KeepKeyProps) {
  const session = useValueView("session", {});
  const id = session?.state === "signed-in" ? session.userId : "";
  const [kept, setKept] = useState<"yes" | "no">("no");
  const [tried, setTried] = useState<"yes" | "no">("no");
  const done = async () => {
    setTried("yes");
    if (kept === "no") return;
    const result = await callVerb("encryption.keptKey", {});
    if (result.ok) onKept();
  };
  return (
    <Part icon={keyIcon} title={t("encryption.setup.keyHeading")}>
      <p>{t("encryption.setup.keyIntro")}</p>
      <div className="enc-paper">
        <p className="enc-paper-for">{t("encryption.setup.printFor", { id })}</p>
        <code className="enc-key" role="group" aria-label={t("encryption.setup.keyLabel")} dir="ltr">
          {recoveryKey.split(" ").map((group, place) => (
            // The same four letters may come twice; their place tells them apart.
            // eslint-disable-next-line react/no-array-index-key
            <span key={place}>{`${group} `}</span>
          ))}
        </code>
      </div>
      <p className="enc-ways">
        <Button onClick={() => void copyAndTell(recoveryKey, t("encryption.setup.copied"))}>
          <Icon d={copyIcon} size="s" />
          {t("encryption.setup.copy")}
        </Button>
        <Button
          onClick={() =>
            saveText(t("encryption.setup.fileName"), t("encryption.setup.fileText", { id, key: recoveryKey }))
          }
        >
          <Icon d={download} size="s" />
          {t("encryption.setup.save")}
        </Button>
        <Button onClick={() => window.print()}>
          <Icon d={printer} size="s" />
          {t("encryption.setup.print")}
        </Button>
      </p>
      {passphrase === "chosen" ? <p>{t("encryption.setup.passphraseWorks")}</p> : null}
      <label className="enc-tick">
        <input
          type="checkbox"
          checked={kept === "yes"}
          onChange={(event) => setKept(event.target.checked ? "yes" : "no")}
        />
        <span>
          {t("encryption.setup.kept")}
          <small>{t("encryption.setup.keptNote")}</small>
        </span>
      </label>
      <Note
        note={tried === "yes" && kept === "no" ? { tone: "error", text: t("encryption.setup.keptFirst") } : undefined}
      />
      <footer className="enc-acts">
        <Button look="primary" aria-disabled={kept === "no"} onClick={() => void done()}>
          {t("encryption.setup.done")}
        </Button>
      </footer>
    </Part>
  );
}
