/** Messages in words: for labels, announcements and the clipboard. Labels are made once per item. */
import type { MediaInfo, MessageBody, MessageItem, TimelineItem } from "#api/timeline.ts";
import { t } from "#lib/i18n/t.ts";
import { clockTime } from "#ui/format-time.ts";
import { plainText } from "#ui/rich-text/flow.ts";

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
    case "location":
      return body.text;
    case "poll":
      return `${body.question}\n${body.answers.join("\n")}`;
  }
}

/** The kind of a file as a word: "PDF", "Picture". */
export function mediaKind(
  kind: Exclude<MessageBody["kind"], "text" | "notice" | "emote" | "location" | "poll">,
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

const labels = new WeakMap<TimelineItem, string>();

/** What a screen reader says for a message. */
export function messageLabel(item: MessageItem): string {
  let label = labels.get(item);
  if (label === undefined) {
    label = t("timeline.messageLabel", {
      name: item.sender.name,
      time: clockTime(item.ts),
      text: bodyText(item.body).slice(0, LABEL_LENGTH),
    });
    labels.set(item, label);
  }
  return label;
}
