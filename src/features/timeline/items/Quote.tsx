import type { ReplyQuote } from "#api/timeline.ts";
import { useTimelineActions } from "#features/timeline/timeline-context.ts";
import { t } from "#lib/i18n/t.ts";
import { Avatar } from "#ui/Avatar.tsx";
import { hueOf } from "./hue.ts";
import "./quote.css";

/** The message that is answered, in one line of constant height. */
export function Quote({ quote }: { readonly quote: ReplyQuote }) {
  const { jumpTo } = useTimelineActions();
  switch (quote.kind) {
    case "message":
      return (
        <button
          type="button"
          className="quote"
          data-person={hueOf(quote.sender.avatar)}
          aria-label={t("timeline.replyTo", { name: quote.sender.name, text: quote.text })}
          onClick={() => jumpTo(quote.eventId)}
        >
          <Avatar avatar={quote.sender.avatar} size={16} />
          <b>{quote.sender.name}</b>
          <span dir="auto">{quote.text}</span>
        </button>
      );
    case "unreadable":
      return (
        <button type="button" className="quote" onClick={() => jumpTo(quote.eventId)}>
          <Avatar avatar={quote.sender.avatar} size={16} />
          <b>{quote.sender.name}</b>
          <span>{t("encryption.room.quote")}</span>
        </button>
      );
    case "loading":
      return (
        <p className="quote">
          <span>{t("timeline.replyLoading")}</span>
        </p>
      );
    case "missing":
      return (
        <p className="quote">
          <span>{t("timeline.replyMissing")}</span>
        </p>
      );
  }
}
