import chartBar from "virtual:icon/regular/chart-bar-horizontal";
import check from "virtual:icon/bold/check";
import type { MessageBody, PollResults } from "#api/timeline.ts";
import { t } from "#lib/i18n/t.ts";
import { Icon } from "#ui/icons/Icon.tsx";
import { VisuallyHidden } from "#ui/VisuallyHidden.tsx";
import "./poll.css";

type PollBody = Extract<MessageBody, { readonly kind: "poll" }>;

function stateText(results: PollResults | undefined): string {
  if (results === undefined) return t("media.pollOpen", { count: 0 });
  if (results.state === "ended") return t("media.pollEnded", { count: results.voters });
  return results.counts === undefined
    ? t("media.pollSecret", { count: results.voters })
    : t("media.pollOpen", { count: results.voters });
}

/** A poll as it stands: question, answers, and the votes that are known here. */
export function Poll({ body }: { readonly body: PollBody }) {
  const { question, answers, results } = body;
  const counts = results?.counts;
  const best = counts && results?.state === "ended" ? Math.max(...counts) : 0;
  return (
    <div className="poll">
      <p className="poll-head">
        <Icon d={chartBar} />
        <span dir="auto">{question}</span>
      </p>
      <ul>
        {answers.map((answer, index) => {
          const count = counts?.[index];
          const share = count === undefined || !results || results.voters === 0 ? 0 : count / results.voters;
          const mine = results?.mine.includes(index) === true;
          return (
            <li key={index} className={best > 0 && count === best ? "won" : undefined}>
              <u className="poll-bar" aria-hidden="true" style={{ transform: `scaleX(${share})` }} />
              <span dir="auto">{answer}</span>
              {mine ? (
                <>
                  <Icon d={check} size="s" />
                  <VisuallyHidden>{t("media.pollMine")}</VisuallyHidden>
                </>
              ) : null}
              {count === undefined ? null : (
                <small className="num" aria-label={t("media.votes", { count })}>
                  {count}
                </small>
              )}
            </li>
          );
        })}
      </ul>
      <small>{stateText(results)}</small>
    </div>
  );
}
