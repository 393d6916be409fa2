import { useState } from "react";
import type { RoomId } from "#api/ids.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { errorText } from "#ui/error-text.ts";
import { useAnswer } from "./use-answer.ts";

/** Why a room is as unread as it is, step by step; and counting anew. */
export function UnreadTab({ roomId }: { readonly roomId: RoomId }) {
  const { answer, again } = useAnswer("room.whyUnread", { roomId }, roomId);
  const [repaired, setRepaired] = useState<string>();
  if (answer === undefined) return <p className="devtools-note">{t("devtools.loading")}</p>;
  if (!answer.ok) return <p className="devtools-note">{errorText(answer.error)}</p>;
  const { receipts, events, bound } = answer.value;
  return (
    <>
      <p>{t(bound === "exact" ? "devtools.unreadExact" : "devtools.unreadAtLeast", { count: events.length })}</p>
      <h3 className="grp">{t("devtools.readUpTo")}</h3>
      {receipts.length === 0 ? <p className="devtools-note">{t("devtools.neverRead")}</p> : null}
      <ol className="devtools-steps">
        {receipts.map((receipt, index) => (
          <li key={index}>
            {t(`devtools.receipt.${receipt.type}`)}
            {receipt.thread === undefined ? null : (
              <small>
                {receipt.thread === "main"
                  ? t("devtools.mainThread")
                  : t("devtools.thread", { eventId: receipt.thread })}
              </small>
            )}
            <code dir="ltr">{receipt.eventId}</code>
          </li>
        ))}
      </ol>
      <h3 className="grp">{t("devtools.counted")}</h3>
      {events.length === 0 ? <p className="devtools-note">{t("devtools.nothingCounted")}</p> : null}
      <ol className="devtools-steps">
        {events.map((event) => (
          <li key={event.eventId}>
            {t(`devtools.outcome.${event.outcome}`)}
            <small>{event.rule === undefined ? t("devtools.noRule") : t("devtools.rule", { rule: event.rule })}</small>
            <code dir="ltr">{event.eventId}</code>
          </li>
        ))}
      </ol>
      <div className="devtools-acts">
        <Button
          onClick={() => {
            void callVerb("devtools.recount", { roomId }).then((result) => {
              if (!result.ok) return;
              setRepaired(t("devtools.recounted", { notify: result.value.notify, highlight: result.value.highlight }));
              again();
            });
          }}
        >
          {t("devtools.repair")}
        </Button>
      </div>
      <p className="devtools-note" role="status">
        {repaired}
      </p>
    </>
  );
}
