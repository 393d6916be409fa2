/** Messages in words: for labels, announcements and the clipboard. Labels are made once per item. */
import type { MediaInfo, MessageBody, MessageItem, TimelineItem } from "#api/timeline.ts";
import { t } from "#lib/i18n/t.ts";
import { errorText } from "#ui/error-text.ts";
import { clockTime, currentClock } from "#ui/format-time.ts";
import { plainText } from "#ui/rich-text/flow.ts";
import { dayText } from "./day-text.ts";
import { systemNow } from "./now.ts";
import { placeText } from "./place-text.ts";
import { shieldText } from "./shield-text.ts";

const LABEL_LENGTH = 300;

/** What somebody wrote or sent, without its form. */
export function bodyText(body: MessageBody): string {
  switch (body.kind) {
    case "text":
    case "notice":
    case "emote":
      return plainText(body.rich);
    case "image":
    case "video":
    case "audio":
    case "voice":
    case "file":
    case "sticker": {
      const caption = body.caption === undefined ? "" : plainText(body.caption);
      const what = `${mediaKind(body.kind)}: ${body.media.name}`;
      return caption === "" ? what : `${what}\n${caption}`;
    }
    case "gallery": {
      const caption = body.caption === undefined ? "" : plainText(body.caption);
      const what = t("media.picturesNamed", {
        count: body.parts.length,
        names: body.parts.map((part) => part.media.name).join(", "),
      });
      return caption === "" ? what : `${what}\n${caption}`;
    }
    case "location":
      return body.place === undefined ? body.text : `${body.text}\n${placeText(body.place)}`.trim();
    case "poll":
      return `${body.question}\n${body.answers.join("\n")}`;
  }
}

/** The kind of a file as a word: "PDF", "Picture". */
export function mediaKind(
  kind: Exclude<MessageBody["kind"], "text" | "notice" | "emote" | "location" | "poll" | "gallery">,
): string {
  switch (kind) {
    case "image":
      return t("media.image");
    case "video":
      return t("media.video");
    case "audio":
      return t("media.audio");
    case "voice":
      return t("media.voice");
    case "file":
      return t("media.file");
    case "sticker":
      return t("media.sticker");
  }
}

/** "PDF" for "Permit.pdf"; the word for a file where the name says nothing. */
export function fileKind(media: MediaInfo): string {
  const dot = media.name.lastIndexOf(".");
  const ending = dot > 0 ? media.name.slice(dot + 1) : "";
  return /^[A-Za-z0-9]{1,5}$/.test(ending) ? ending.toUpperCase() : t("media.file");
}

const labels = new WeakMap<TimelineItem, { readonly made: string; readonly label: string }>();

/** What a screen reader says for a message: who, when, what, and how it stands. */
export function messageLabel(item: MessageItem): string {
  const now = systemNow();
  const today = dayText(now, now) === dayText(item.ts, now);
  const made = `${currentClock()} ${today}`;
  const known = labels.get(item);
  if (known?.made === made) return known.label;
  const time = clockTime(item.ts);
  const said = t("timeline.messageLabel", {
    name: item.sender.name,
    time: today ? time : t("timeline.labelWithDay", { day: dayText(item.ts, now), time }),
    text: bodyText(item.body).slice(0, LABEL_LENGTH),
  });
  const label = [said, ...states(item)].join(". ");
  labels.set(item, { made, label });
  return label;
}

function states(item: MessageItem): readonly string[] {
  const { reply, edited, reactions, send } = item;
  const said: string[] = [];
  const shield = shieldText(item);
  if (shield !== undefined) said.push(shield.replace(/\.$/, ""));
  if (reply?.kind === "message") said.push(t("timeline.labelAnswers", { name: reply.sender.name }));
  if (edited === "edited") said.push(t("timeline.edited"));
  const count = reactions.reduce((sum, reaction) => sum + reaction.count, 0);
  if (count > 0) said.push(t("timeline.labelReactions", { count }));
  switch (send.state) {
    case "sent":
      break;
    case "queued":
      said.push(t("timeline.queued"));
      break;
    case "sending":
    case "uploading":
      said.push(t("timeline.sending"));
      break;
    case "failed":
      said.push(t("timeline.notSent", { reason: errorText(send.error) }));
      break;
    default:
      send satisfies never;
  }
  return said;
}
