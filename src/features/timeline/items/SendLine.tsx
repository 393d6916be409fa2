import warning from "virtual:icon/fill/warning-circle";
import type { MessageItem } from "#api/timeline.ts";
import { useTimelineActions } from "#features/timeline/timeline-context.ts";
import { t } from "#lib/i18n/t.ts";
import { errorDetails, errorText } from "#ui/error-text.ts";
import { Icon } from "#ui/icons/Icon.tsx";
import "./send-line.css";

/** "Not sent: reason. Try again / Delete" under a message that failed. */
export function SendLine({ item }: { readonly item: MessageItem }) {
  const { retry, discard } = useTimelineActions();
  const { send, txnId } = item;
  if (send.state !== "failed") return null;
  const details = errorDetails(send.error);
  return (
    <p className="sendfail" title={details}>
      <Icon d={warning} />
      <span>{t("timeline.notSent", { reason: errorText(send.error) })}</span>
      {txnId === undefined ? null : (
        <>
          <button type="button" onClick={() => retry(txnId)}>
            {t("timeline.tryAgain")}
          </button>
          <button type="button" onClick={() => discard(txnId)}>
            {t("timeline.delete")}
          </button>
        </>
      )}
    </p>
  );
}
