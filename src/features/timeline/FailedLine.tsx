import warning from "virtual:icon/fill/warning-circle";
import type { RoomId } from "#api/ids.ts";
import { useListView } from "#client/use-view.ts";
import { useVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Icon } from "#ui/icons/Icon.tsx";
import "./items/send-line.css";

/** Several messages failed: both answers for all of them at once. */
export function FailedLine({ roomId }: { readonly roomId: RoomId }) {
  const { items } = useListView("timeline", { roomId, anchor: "live" });
  const retry = useVerb("message.retry");
  const discard = useVerb("message.discard");
  let count = 0;
  for (const item of items) if (item.kind === "message" && item.send.state === "failed") count++;
  if (count < 2) return null;
  return (
    <p className="sendfail all" role="status">
      <Icon d={warning} />
      <span>{t("timeline.failedCount", { count })}</span>
      <button type="button" onClick={() => void retry({ roomId, txnId: "all" })}>
        {t("timeline.tryAllAgain")}
      </button>
      <button type="button" onClick={() => void discard({ roomId, txnId: "all" })}>
        {t("timeline.deleteAll")}
      </button>
    </p>
  );
}
