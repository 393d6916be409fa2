import { BUILD } from "#client/build.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { errorText } from "#ui/error-text.ts";
import { useAnswer } from "./use-answer.ts";

/** How this session stands with its server and its disk, and what the core remembers having done. */
export function StatusTab() {
  const { answer, again } = useAnswer("devtools.diagnostics", {}, "");
  const logs = useAnswer("core.logs", {}, "");
  if (answer === undefined) return <p className="devtools-note">{t("devtools.loading")}</p>;
  if (!answer.ok) return <p className="devtools-note">{errorText(answer.error)}</p>;
  const { userId, deviceId, server, protocol, position, connection, window, rooms, rows, outbox } = answer.value;
  const facts: readonly (readonly [string, string | number])[] = [
    [t("devtools.build"), BUILD],
    [t("devtools.user"), userId],
    [t("devtools.device"), deviceId],
    [t("devtools.server"), server],
    [t("devtools.connection"), connection],
    [t("devtools.protocol"), protocol],
    [t("devtools.position"), position ?? "–"],
    [t("devtools.window"), window],
    [t("devtools.rooms"), rooms],
    [t("devtools.waiting"), outbox.length],
  ];
  return (
    <>
      <dl className="devtools-facts">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd dir="ltr">{value}</dd>
          </div>
        ))}
      </dl>
      <h3 className="grp">{t("devtools.outbox")}</h3>
      {outbox.length === 0 ? <p className="devtools-note">{t("devtools.nothingWaits")}</p> : null}
      <ol className="devtools-steps" dir="ltr">
        {outbox.map(({ txnId, roomId, type, state }) => (
          <li key={txnId}>
            {type} <small>{state}</small>
            <code>{roomId}</code>
          </li>
        ))}
      </ol>
      <h3 className="grp">{t("devtools.disk")}</h3>
      <dl className="devtools-facts" dir="ltr">
        {rows.map(({ table, count }) => (
          <div key={table}>
            <dt>{table}</dt>
            <dd>{count}</dd>
          </div>
        ))}
      </dl>
      <h3 className="grp">{t("devtools.log")}</h3>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className="devtools-log" dir="ltr" tabIndex={0} aria-label={t("devtools.log")}>
        {logs.answer?.ok === true ? logs.answer.value : t("devtools.loading")}
      </pre>
      <div className="devtools-acts">
        <Button
          onClick={() => {
            again();
            logs.again();
          }}
        >
          {t("devtools.refresh")}
        </Button>
      </div>
    </>
  );
}
