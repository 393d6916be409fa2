import warning from "virtual:icon/fill/warning-circle";
import type { MessageItem, RefusedChange } from "#api/timeline.ts";
import { useTimelineActions } from "#features/timeline/timeline-context.ts";
import { t } from "#lib/i18n/t.ts";
import { errorDetails, errorText } from "#ui/error-text.ts";
import { Icon } from "#ui/icons/Icon.tsx";
import "./send-line.css";

function words(change: RefusedChange["change"], reason: string): string {
  switch (change) {
    case "edit":
      return t("timeline.notEdited", { reason });
    case "reaction":
      return t("timeline.notReacted", { reason });
    case "redaction":
      return t("timeline.notDeleted", { reason });
  }
}

/** Changes of a message that the server refused; the message already stands as it was. */
export function RefusedLines({ item }: { readonly item: MessageItem }) {
  const { retry, discard } = useTimelineActions();
  return item.refused.map(({ txnId, change, error }) => (
    <p key={txnId} className="sendfail" role="status" title={errorDetails(error)}>
      <Icon d={warning} />
      <span>{words(change, errorText(error))}</span>
      <button type="button" onClick={() => retry(txnId)}>
        {t("timeline.tryAgain")}
      </button>
      <button type="button" onClick={() => discard(txnId)}>
        {t("timeline.leaveIt")}
      </button>
    </p>
  ));
}
