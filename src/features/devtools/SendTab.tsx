import { useState } from "react";
import type { EventId, RoomId } from "#api/ids.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Field } from "#ui/Field.tsx";
import { Segment } from "#ui/Segment.tsx";
import { ContentEditor } from "./ContentEditor.tsx";
import { useAnswer } from "./use-answer.ts";

const EMPTY = "{\n  \n}";

/** Sends an event of any type. */
export function SendTab({ roomId }: { readonly roomId: RoomId }) {
  const [kind, setKind] = useState<"message" | "state">("message");
  const [type, setType] = useState("");
  const [stateKey, setStateKey] = useState("");
  const [sent, setSent] = useState<EventId>();
  const { answer } = useAnswer("devtools.power", { roomId, type: type.trim(), kind }, `${kind}\n${type.trim()}`);
  const weak = answer?.ok === true && answer.value.may === "no" ? answer.value : undefined;
  return (
    <>
      <Segment
        label={t("devtools.kind")}
        value={kind}
        options={[
          { value: "message", label: t("devtools.kindMessage") },
          { value: "state", label: t("devtools.kindState") },
        ]}
        onChange={setKind}
      />
      <Field
        label={t("devtools.type")}
        dir="ltr"
        value={type}
        onChange={(event) => setType(event.target.value)}
        note={weak && { tone: "error", text: t("devtools.tooWeak", { own: weak.own, needed: weak.needed }) }}
      />
      {kind === "state" ? (
        <Field
          label={t("devtools.stateKey")}
          dir="ltr"
          value={stateKey}
          onChange={(event) => setStateKey(event.target.value)}
        />
      ) : null}
      <ContentEditor
        initial={EMPTY}
        warning={kind === "state" ? t("devtools.warnState") : t("devtools.warnSend")}
        action={t("devtools.send")}
        onSend={async (content) => {
          setSent(undefined);
          const result = await callVerb(
            "devtools.send",
            { roomId, type, stateKey: kind === "state" ? stateKey : undefined, content },
            { onError: "caller" },
          );
          if (!result.ok) return result.error;
          setSent(result.value.eventId);
          return undefined;
        }}
      />
      {sent === undefined ? null : (
        <p className="devtools-note" role="status" dir="ltr">
          {t("devtools.sent", { eventId: sent })}
        </p>
      )}
    </>
  );
}
