import { memo } from "react";
import type { MessageItem } from "#api/timeline.ts";
import { useTimelineActions } from "#features/timeline/timeline-context.ts";
import { t } from "#lib/i18n/t.ts";
import { Avatar } from "#ui/Avatar.tsx";
import { clockTime, fullTime, machineTime } from "#ui/format-time.ts";
import { Body } from "./Body.tsx";
import { hueOf } from "./hue.ts";
import { Quote } from "./Quote.tsx";
import { Reactions } from "./Reactions.tsx";
import { Receipts } from "./Receipts.tsx";
import { RefusedLines } from "./RefusedLines.tsx";
import { SendLine } from "./SendLine.tsx";
import "./message.css";

function namesOf(item: MessageItem): string {
  const names = ["msg"];
  if (item.group === "continued") names.push("cont");
  if (item.names === "me") names.push("forme");
  if (item.send.state === "queued" || item.send.state === "sending" || item.send.state === "uploading")
    names.push("echo");
  return names.join(" ");
}

/** A message, modern layout. Rendered once: only a new item draws it again. */
export const Message = memo(function Message({ item }: { readonly item: MessageItem }) {
  const { openPerson, showHistory } = useTimelineActions();
  const { sender, group, body } = item;
  const time = (className?: string) => (
    <time className={className} dateTime={machineTime(item.ts)} title={fullTime(item.ts)}>
      {clockTime(item.ts)}
    </time>
  );
  const { eventId } = item;
  const edited =
    item.edited === "edited" && eventId !== undefined ? (
      <button
        type="button"
        className="edited"
        tabIndex={-1}
        title={t("timeline.history")}
        onClick={() => showHistory(eventId)}
      >
        {t("timeline.edited")}
      </button>
    ) : undefined;
  // An emote says the name in its own line; a header would say it twice.
  const header = group === "first" && body.kind !== "emote";
  const tail =
    group === "first" && !header ? (
      <>
        {time("edited")}
        {edited}
      </>
    ) : (
      edited
    );
  return (
    <div className={namesOf(item)}>
      {group === "first" ? (
        <button
          type="button"
          className="msg-face"
          tabIndex={-1}
          aria-hidden="true"
          onClick={() => openPerson(sender.userId)}
        >
          <Avatar avatar={sender.avatar} size={36} />
        </button>
      ) : (
        time("gut")
      )}
      <div className="m">
        {header ? (
          <header>
            <button
              type="button"
              className="who"
              tabIndex={-1}
              data-person={hueOf(sender.avatar)}
              title={sender.userId}
              onClick={() => openPerson(sender.userId)}
            >
              {sender.name}
            </button>
            {time()}
            {item.thread === undefined ? null : <small>{t("timeline.thread")}</small>}
          </header>
        ) : null}
        {item.reply === undefined ? null : <Quote quote={item.reply} />}
        {!header && item.thread !== undefined ? <small className="in-thread">{t("timeline.thread")}</small> : null}
        <Body item={item} tail={tail} />
        {item.reactions.length > 0 ? <Reactions item={item} /> : null}
        <SendLine item={item} />
        {item.refused.length > 0 ? <RefusedLines item={item} /> : null}
      </div>
      <Receipts item={item} />
    </div>
  );
});
