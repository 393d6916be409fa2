import { memo, type ReactNode } from "react";
import type { MessageItem } from "#api/timeline.ts";
import { useLayout } from "#features/timeline/feed-look.ts";
import { useTimelineActions } from "#features/timeline/timeline-context.ts";
import { t } from "#lib/i18n/t.ts";
import { Avatar } from "#ui/Avatar.tsx";
import { clockTime, fullTime, machineTime, shortTime } from "#ui/format-time.ts";
import { useClock } from "#ui/use-clock.ts";
import { Body } from "./Body.tsx";
import { hueOf } from "./hue.ts";
import { Quote } from "./Quote.tsx";
import { Reactions } from "./Reactions.tsx";
import { Receipts } from "./Receipts.tsx";
import { RefusedLines } from "./RefusedLines.tsx";
import { SendLine } from "./SendLine.tsx";
import { ShieldMark } from "./ShieldMark.tsx";
import "./message.css";

export interface MessageProps {
  readonly item: MessageItem;
  /** Whether it ends its group. */
  readonly tail: "last" | "inside";
}

/** A message in the layout somebody chose. Rendered once: only a new item, layout or clock draws it again. */
export const Message = memo(function Message({ item, tail }: MessageProps) {
  const layout = useLayout();
  useClock();
  switch (layout) {
    case "modern":
      return <Modern item={item} />;
    case "compact":
    case "irc":
      return <Line item={item} names={layout === "irc" ? "every" : "first"} />;
    case "bubbles":
      return <Bubble item={item} tail={tail} />;
  }
});

function namesOf(item: MessageItem, ...layout: readonly string[]): string {
  const names = ["msg", ...layout];
  if (item.group === "continued") names.push("cont");
  if (item.names === "me") names.push("forme");
  if (item.send.state === "queued" || item.send.state === "sending" || item.send.state === "uploading")
    names.push("echo");
  return names.join(" ");
}

/** Face and name over the words; a continuation shows its time in the gutter. */
function Modern({ item }: { readonly item: MessageItem }) {
  const { group } = item;
  // An emote says the name in its own line; a header would say it twice.
  const header = group === "first" && item.body.kind !== "emote";
  return (
    <div className={namesOf(item)}>
      {group === "first" ? <Face item={item} size={36} /> : <Time item={item} className="gut" form="short" />}
      <div className="m">
        {header ? (
          <header>
            <Who item={item} />
            <Time item={item} />
            <ShieldMark item={item} />
            <InThread item={item} />
          </header>
        ) : null}
        {item.reply === undefined ? null : <Quote quote={item.reply} />}
        {header ? null : <InThread item={item} />}
        <Body
          item={item}
          tail={
            <Tail item={item}>
              {group === "first" && !header ? <Time item={item} className="edited" /> : null}
              {header ? null : <ShieldMark item={item} />}
            </Tail>
          }
        />
        <Below item={item} />
      </div>
      <Receipts item={item} />
    </div>
  );
}

/** One line: time, name, words. */
function Line({ item, names }: { readonly item: MessageItem; readonly names: "every" | "first" }) {
  const emote = item.body.kind === "emote";
  const named = !emote && (names === "every" || item.group === "first");
  return (
    <div className={emote ? namesOf(item, "ln", "emote") : namesOf(item, "ln")}>
      <div className="ln-head">
        <Time item={item} />
        {named ? <Who item={item} /> : null}
      </div>
      <div className="m">
        {item.reply === undefined ? null : <Quote quote={item.reply} />}
        <InThread item={item} />
        <Body
          item={item}
          tail={
            <Tail item={item}>
              <ShieldMark item={item} />
            </Tail>
          }
        />
        <Below item={item} />
      </div>
      <Receipts item={item} />
    </div>
  );
}

/** Words in a bubble, the own ones at the end; face and time at the last of a group. */
function Bubble({ item, tail }: MessageProps) {
  const other = item.from === "other";
  const named = other && item.group === "first" && item.body.kind !== "emote";
  const names = ["bub"];
  if (!other) names.push("own");
  if (tail === "last") names.push("last");
  return (
    <div className={namesOf(item, ...names)}>
      {other ? tail === "last" ? <Face item={item} size={28} /> : <span className="bub-gap" /> : null}
      <div className="m">
        {named ? (
          <header>
            <Who item={item} />
          </header>
        ) : null}
        <div className={isBare(item) ? "bubble bare" : "bubble"}>
          {item.reply === undefined ? null : <Quote quote={item.reply} />}
          <InThread item={item} />
          <Body
            item={item}
            tail={
              <Tail item={item}>
                <Time item={item} className="bub-time" />
                <ShieldMark item={item} />
              </Tail>
            }
          />
        </div>
        <Below item={item} />
      </div>
      <Receipts item={item} />
    </div>
  );
}

/** Media without words have an edge of their own. */
function isBare({ body, reply }: MessageItem): boolean {
  if (reply !== undefined) return false;
  switch (body.kind) {
    case "text":
    case "notice":
    case "emote":
    case "location":
    case "poll":
      return false;
    default:
      return body.caption === undefined;
  }
}

function Face({ item, size }: { readonly item: MessageItem; readonly size: 28 | 36 }) {
  const { openPerson } = useTimelineActions();
  const { userId, avatar } = item.sender;
  return (
    <button type="button" className="msg-face" tabIndex={-1} aria-hidden="true" onClick={() => openPerson(userId)}>
      <Avatar avatar={avatar} size={size} />
    </button>
  );
}

function Who({ item: { sender } }: { readonly item: MessageItem }) {
  const { openPerson } = useTimelineActions();
  return (
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
  );
}

interface TimeProps {
  readonly item: MessageItem;
  readonly className?: string;
  /** `short`: the whole time stands close by. */
  readonly form?: "short";
}

function Time({ item: { ts }, className, form }: TimeProps) {
  return (
    <time className={className} dateTime={machineTime(ts)} title={fullTime(ts)}>
      {form === "short" ? shortTime(ts) : clockTime(ts)}
    </time>
  );
}

function InThread({ item: { thread } }: { readonly item: MessageItem }) {
  return thread === undefined ? null : <small className="in-thread">{t("timeline.thread")}</small>;
}

/** What follows the last word. */
function Tail({ item, children }: { readonly item: MessageItem; readonly children?: ReactNode }) {
  const { showHistory } = useTimelineActions();
  const { edited, eventId } = item;
  return (
    <>
      {edited === "edited" && eventId !== undefined ? (
        <button
          type="button"
          className="edited"
          tabIndex={-1}
          title={t("timeline.history")}
          onClick={() => showHistory(eventId)}
        >
          {t("timeline.edited")}
        </button>
      ) : null}
      {children}
    </>
  );
}

function Below({ item }: { readonly item: MessageItem }) {
  return (
    <>
      {item.reactions.length > 0 ? <Reactions item={item} /> : null}
      <SendLine item={item} />
      {item.refused.length > 0 ? <RefusedLines item={item} /> : null}
    </>
  );
}
