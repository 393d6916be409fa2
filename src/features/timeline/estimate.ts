/**
 * How high a row will be before it has been drawn. A good guess keeps the scroll bar honest and the first picture right;
 * a bad one is corrected before anybody sees it. Guesses are made once per item and width.
 */
import type { MessageItem, TimelineItem } from "#api/timeline.ts";
import { isJumbo, plainText } from "#ui/rich-text/flow.ts";
import { lookKey, type FeedLook, type Layout } from "./feed-look.ts";
import { kindHeight } from "./kind-height.ts";

const LINE = 22;
const JUMBO = 48;
const CHAR = 7.1;
const GUTTER = 68;
const END = 20;
const RECEIPTS = 88;
/** In narrow panes, beside messages without a header. */
const LANE = 44;
const WIDE = 640;
const MEASURE = 720;

/** Lines: time and name before the words. */
const LINE_GUTTER = 200;
const LINE_OF = 20;
const BUBBLE = 392;

const guesses = new WeakMap<TimelineItem, { readonly width: number; readonly look: string; readonly height: number }>();

/** Sizes grow with the text, but for pictures: the guess is made for text of the usual size and scaled. */
export function estimateHeight(item: TimelineItem, width: number, look: FeedLook): number {
  const key = lookKey(look);
  const known = guesses.get(item);
  if (known && known.width === width && known.look === key) return known.height;
  const height = guess(item, width / look.scale, look) * look.scale;
  guesses.set(item, { width, look: key, height });
  return height;
}

function textWidth(width: number, layout: Layout): number {
  const wide = width >= WIDE;
  switch (layout) {
    case "modern": {
      const room = width - GUTTER - END - (wide ? RECEIPTS - END : 0);
      return Math.max(160, Math.min(MEASURE, room));
    }
    case "compact":
    case "irc":
      return Math.max(160, Math.min(MEASURE, width - (wide ? LINE_GUTTER + RECEIPTS : 24 + LANE)));
    case "bubbles":
      return Math.max(140, Math.min(BUBBLE, width - (wide ? 56 + RECEIPTS : 60 + LANE)));
  }
}

function guess(item: TimelineItem, width: number, look: FeedLook): number {
  const { layout } = look;
  const dense = layout === "compact" || layout === "irc";
  switch (item.kind) {
    case "message": {
      const lane = layout === "modern" && width < WIDE && item.group === "continued" ? LANE : 0;
      const { base, line, char } = measures(item, layout);
      const text = { width: textWidth(width, layout), lane, line, char, scale: look.scale, layout, pane: width };
      return base + extras(item) + bodyHeight(item, text);
    }
    case "state":
    case "notice":
    case "unreadable":
    case "gap":
    case "run":
      return dense ? 22 : 26;
    case "day":
      return dense ? 24 : 32;
    case "new":
      return 28;
    case "history":
      return 0;
  }
}

/** What a message is high without its words, and how its words run. */
function measures(item: MessageItem, layout: Layout) {
  const first = item.group === "first";
  switch (layout) {
    case "modern":
      return { base: first ? (item.body.kind === "emote" ? 18 : 38) : 4, line: LINE, char: CHAR };
    case "compact":
      return { base: first ? 6 : 4, line: LINE_OF, char: 6.7 };
    case "irc":
      return { base: 4, line: LINE_OF, char: 7.85 };
    case "bubbles":
      return { base: (first ? 14 : 4) + 13 + (first && item.from === "other" ? 20 : 0), line: LINE, char: CHAR };
  }
}

function extras(item: MessageItem): number {
  let height = 0;
  if (item.names === "me") height += 5;
  if (item.reply !== undefined) height += 25;
  if (item.reactions.length > 0) height += 32;
  if (item.send.state === "failed") height += 20;
  return height;
}

interface TextMeasures {
  readonly width: number;
  readonly lane: number;
  readonly line: number;
  readonly char: number;
  readonly scale: number;
  readonly layout: Layout;
  readonly pane: number;
}

function lines(text: string, width: number, char: number): number {
  const perLine = Math.max(10, Math.floor(width / char));
  let count = 0;
  for (const line of text.split("\n")) count += Math.max(1, Math.ceil(line.length / perLine));
  return count;
}

/** Words leave the lane free; pictures do not. */
function bodyHeight(item: MessageItem, text: TextMeasures): number {
  const { body } = item;
  const { width, line, char, scale } = text;
  switch (body.kind) {
    case "text":
    case "notice":
    case "emote": {
      if (isJumbo(body.rich)) return text.layout === "compact" || text.layout === "irc" ? 36 : JUMBO;
      const words = plainText(body.rich);
      // In narrow panes name and time stand in the first line.
      const before =
        text.pane < WIDE && (text.layout === "irc" || (text.layout === "compact" && item.group === "first"));
      const head = before ? " ".repeat(Math.min(20, item.sender.name.length) + 8) : "";
      return lines(head + words, width - text.lane, char) * line;
    }
    case "location":
    case "poll":
      return kindHeight(body, width * scale) / scale;
    default: {
      const caption = body.caption === undefined ? 0 : lines(plainText(body.caption), width, char) * line;
      const bare = text.layout === "bubbles" && body.caption === undefined && item.reply === undefined ? 13 : 0;
      return kindHeight(body, width * scale) / scale + caption - bare;
    }
  }
}
