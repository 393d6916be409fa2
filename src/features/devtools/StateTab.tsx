import { useState } from "react";
import type { RoomId } from "#api/ids.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { errorText } from "#ui/error-text.ts";
import { Field } from "#ui/Field.tsx";
import { ContentEditor } from "./ContentEditor.tsx";
import { JsonTree } from "./JsonTree.tsx";
import { useAnswer } from "./use-answer.ts";

/** A list of a hundred thousand members is looked through by the filter. */
const MOST = 300;

/** A room's state: types, their keys, their events; what may be changed can be. */
export function StateTab({ roomId }: { readonly roomId: RoomId }) {
  const { answer } = useAnswer("devtools.stateTypes", { roomId }, roomId);
  const [filter, setFilter] = useState("");
  const [chosen, setChosen] = useState<{ readonly type: string; readonly stateKey: string }>();
  if (chosen)
    return (
      <StateEvent roomId={roomId} type={chosen.type} stateKey={chosen.stateKey} onBack={() => setChosen(undefined)} />
    );
  if (answer === undefined) return <p className="devtools-note">{t("devtools.loading")}</p>;
  if (!answer.ok) return <p className="devtools-note">{errorText(answer.error)}</p>;
  const wanted = filter.trim().toLowerCase();
  const rows = answer.value
    .flatMap(({ type, keys }) => keys.map((stateKey) => ({ type, stateKey })))
    .filter(({ type, stateKey }) => `${type} ${stateKey}`.toLowerCase().includes(wanted));
  return (
    <>
      <Field
        label={t("devtools.filter")}
        type="search"
        value={filter}
        onChange={(event) => setFilter(event.target.value)}
      />
      <ul className="devtools-list" dir="ltr">
        {rows.slice(0, MOST).map(({ type, stateKey }) => (
          <li key={`${type}\n${stateKey}`}>
            <button type="button" className="devtools-row" onClick={() => setChosen({ type, stateKey })}>
              <b>{type}</b>
              <small>{stateKey}</small>
            </button>
          </li>
        ))}
      </ul>
      {rows.length > MOST ? <p className="devtools-note">{t("devtools.more", { count: rows.length - MOST })}</p> : null}
    </>
  );
}

interface StateEventProps {
  readonly roomId: RoomId;
  readonly type: string;
  readonly stateKey: string;
  readonly onBack: () => void;
}

function StateEvent({ roomId, type, stateKey, onBack }: StateEventProps) {
  const { answer, again } = useAnswer("devtools.stateEvent", { roomId, type, stateKey }, `${type}\n${stateKey}`);
  const [mode, setMode] = useState<"read" | "write">("read");
  return (
    <>
      <div className="devtools-acts">
        <Button onClick={onBack}>{t("devtools.back")}</Button>
        {answer?.ok === true && mode === "read" ? (
          <Button disabled={answer.value.power.may === "no"} onClick={() => setMode("write")}>
            {t("devtools.edit")}
          </Button>
        ) : null}
      </div>
      <h3 className="devtools-name" dir="ltr">
        {type} <small>{stateKey}</small>
      </h3>
      {answer === undefined ? <p className="devtools-note">{t("devtools.loading")}</p> : null}
      {answer?.ok === false ? <p className="devtools-note">{errorText(answer.error)}</p> : null}
      {answer?.ok === true && answer.value.power.may === "no" ? (
        <p className="devtools-note">
          {t("devtools.tooWeak", { own: answer.value.power.own, needed: answer.value.power.needed })}
        </p>
      ) : null}
      {answer?.ok === true && mode === "read" ? <JsonTree json={answer.value.json} /> : null}
      {answer?.ok === true && mode === "write" ? (
        <ContentEditor
          initial={answer.value.content}
          warning={t("devtools.warnState")}
          action={t("devtools.send")}
          onCancel={() => setMode("read")}
          onSend={async (content) => {
            const result = await callVerb("devtools.send", { roomId, type, stateKey, content }, { onError: "caller" });
            if (!result.ok) return result.error;
            setMode("read");
            again();
            return undefined;
          }}
        />
      ) : null}
    </>
  );
}
