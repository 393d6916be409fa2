import check from "virtual:icon/bold/check";
import clock from "virtual:icon/regular/clock";
import type { MessageItem } from "#api/timeline.ts";
import { useTimelineActions } from "#features/timeline/timeline-context.ts";
import { t } from "#lib/i18n/t.ts";
import { Avatar } from "#ui/Avatar.tsx";
import { Icon } from "#ui/icons/Icon.tsx";
import { nameList } from "#ui/room-name.ts";
import "./receipts.css";

/** At the end of the last line: who has read up to here, or how far a message of ours has got. It never moves the text. */
export function Receipts({ item }: { readonly item: MessageItem }) {
  const { showReaders } = useTimelineActions();
  const { readers, readerCount, send, txnId, eventId } = item;
  if (readers.length > 0 && eventId !== undefined) {
    return (
      <button
        type="button"
        className="receipts"
        aria-label={t("timeline.readBy", { count: readerCount })}
        aria-haspopup="dialog"
        title={nameList(readers.map((person) => person.name))}
        onClick={() => showReaders(eventId)}
      >
        {readers.slice(0, 5).map((person) => (
          <Avatar key={person.userId} avatar={person.avatar} size={16} />
        ))}
        {readerCount > readers.length ? (
          <small className="more">{t("timeline.readersMore", { count: readerCount - readers.length })}</small>
        ) : null}
        {readerCount > 1 ? (
          <small className="more-one">{t("timeline.readersMore", { count: readerCount - 1 })}</small>
        ) : null}
      </button>
    );
  }
  if (txnId === undefined) return null;
  switch (send.state) {
    case "sent":
      return (
        <span className="receipts tick" role="img" aria-label={t("timeline.sent")} title={t("timeline.sent")}>
          <Icon d={check} />
        </span>
      );
    case "queued":
      return (
        <span className="receipts tick" role="img" aria-label={t("timeline.queued")} title={t("timeline.queued")}>
          <Icon d={clock} />
        </span>
      );
    case "sending":
    case "uploading":
    case "failed":
      return null;
  }
}
