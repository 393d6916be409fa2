import { useState } from "react";
import type { RoomId } from "#api/ids.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { errorText } from "#ui/error-text.ts";
import { ContentEditor } from "./ContentEditor.tsx";
import { JsonTree } from "./JsonTree.tsx";
import { useAnswer } from "./use-answer.ts";

/** Account data of the account, or of a room. */
export function DataTab({ roomId }: { readonly roomId: RoomId | undefined }) {
  const { answer, again } = useAnswer("devtools.accountData", { roomId }, roomId ?? "");
  const [chosen, setChosen] = useState<string>();
  const [mode, setMode] = useState<"read" | "write">("read");
  if (answer === undefined) return <p className="devtools-note">{t("devtools.loading")}</p>;
  if (!answer.ok) return <p className="devtools-note">{errorText(answer.error)}</p>;
  const entry = answer.value.find(({ type }) => type === chosen);
  if (!entry)
    return answer.value.length === 0 ? (
      <p className="devtools-note">{t("devtools.noData")}</p>
    ) : (
      <ul className="devtools-list" dir="ltr">
        {answer.value.map(({ type }) => (
          <li key={type}>
            <button type="button" className="devtools-row" onClick={() => setChosen(type)}>
              <b>{type}</b>
            </button>
          </li>
        ))}
      </ul>
    );
  return (
    <>
      <div className="devtools-acts">
        <Button
          onClick={() => {
            setChosen(undefined);
            setMode("read");
          }}
        >
          {t("devtools.back")}
        </Button>
        {mode === "read" ? <Button onClick={() => setMode("write")}>{t("devtools.edit")}</Button> : null}
      </div>
      <h3 className="devtools-name" dir="ltr">
        {entry.type}
      </h3>
      {mode === "read" ? (
        <JsonTree json={entry.json} />
      ) : (
        <ContentEditor
          initial={entry.json}
          warning={t("devtools.warnData")}
          action={t("devtools.save")}
          onCancel={() => setMode("read")}
          onSend={async (content) => {
            const result = await callVerb(
              "devtools.setAccountData",
              { roomId, type: entry.type, content },
              { onError: "caller" },
            );
            if (!result.ok) return result.error;
            setMode("read");
            again();
            return undefined;
          }}
        />
      )}
    </>
  );
}
