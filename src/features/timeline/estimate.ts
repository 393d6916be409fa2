/**
 * How high a row will be before it has been drawn. A good guess keeps the scroll bar honest and the first picture right;
 * a bad one is corrected before anybody sees it. Guesses are made once per item and width.
 */
import type { MessageItem, TimelineItem } from "#api/timeline.ts";
import { plainText } from "#ui/rich-text/flow.ts";
import { pictureBox } from "./picture-box.ts";

const LINE = 22;
const CHAR = 7.1;
const GUTTER = 68;
const END = 20;
const RECEIPTS = 88;
/** In narrow panes, beside messages without a header. */
const LANE = 44;
const WIDE = 640;
const MEASURE = 720;

const guesses = new WeakMap<TimelineItem, { readonly width: number; readonly height: number }>();

export function estimateHeight(item: TimelineItem, width: number): number {
  const known = guesses.get(item);
  if (known && known.width === width) return known.height;
  const height = guess(item, width);
  guesses.set(item, { width, height });
  return height;
}

function textWidth(width: number): number {
  const room = width - GUTTER - END - (width >= WIDE ? RECEIPTS - END : 0);
  return Math.max(160, Math.min(MEASURE, room));
}

function guess(item: TimelineItem, width: number): number {
  switch (item.kind) {
    case "message":
      return messageHeight(item, textWidth(width), width < WIDE && item.group === "continued" ? LANE : 0);
    case "state":
    case "notice":
    case "gap":
      return 26;
    case "run":
      return 26;
    case "day":
      return 32;
    case "new":
      return 28;
    case "history":
      return 0;
  }
}

function lines(text: string, width: number): number {
  const perLine = Math.max(10, Math.floor(width / CHAR));
  let count = 0;
  for (const line of text.split("\n")) count += Math.max(1, Math.ceil(line.length / perLine));
  return count;
}

function messageHeight(item: MessageItem, width: number, lane: number): number {
  let height = item.group === "first" ? (item.body.kind === "emote" ? 18 : 38) : 4;
  if (item.names === "me") height += 5;
  if (item.reply !== undefined) height += 25;
  if (item.reactions.length > 0) height += 32;
  if (item.send.state === "failed") height += 20;
  return height + bodyHeight(item, width, lane);
}

/** Words leave the lane free; pictures do not. */
function bodyHeight(item: MessageItem, width: number, lane: number): number {
  const { body } = item;
  switch (body.kind) {
    case "text":
    case "notice":
    case "emote":
      return lines(plainText(body.rich), width - lane) * LINE;
    case "image":
    case "sticker":
    case "video": {
      const box = pictureBox(body.media, body.kind === "sticker" ? "sticker" : "picture");
      const shown = Math.min(1, width / box.width) * box.height;
      return 6 + shown + captionHeight(body.caption, width);
    }
    case "audio":
    case "voice":
      return 78 + captionHeight(body.caption, width);
    case "file":
      return 58 + captionHeight(body.caption, width);
    case "location":
      return 58;
    case "poll":
      return 70 + body.answers.length * 32;
  }
}

function captionHeight(caption: Parameters<typeof plainText>[0] | undefined, width: number): number {
  return caption === undefined ? 0 : lines(plainText(caption), width) * LINE;
}
