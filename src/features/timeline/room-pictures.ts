import type { MediaInfo, TimelineItem } from "#api/timeline.ts";
import { plainText } from "#ui/rich-text/flow.ts";

/** A picture of the room, as the lightbox shows it. */
export interface RoomPicture {
  readonly media: MediaInfo;
  readonly caption: string;
  readonly name: string;
  readonly ts: number;
}

/** All pictures among the rows, oldest first. */
export function picturesOf(items: readonly TimelineItem[]): readonly RoomPicture[] {
  return items.flatMap((item): readonly RoomPicture[] => {
    if (item.kind !== "message") return [];
    const { body, ts } = item;
    const { name } = item.sender;
    if (body.kind === "gallery") {
      const caption = body.caption === undefined ? "" : plainText(body.caption);
      return body.parts.flatMap(({ kind, media }) => (kind === "image" ? [{ media, caption, name, ts }] : []));
    }
    if (body.kind !== "image") return [];
    return [{ media: body.media, caption: body.caption === undefined ? "" : plainText(body.caption), name, ts }];
  });
}

/** Where a picture stands among them; −1: it is not there. */
export function findPicture(pictures: readonly RoomPicture[], media: MediaInfo): number {
  const same = pictures.findIndex((picture) => picture.media === media);
  if (same >= 0 || media.mxc === undefined) return same;
  return pictures.findIndex((picture) => picture.media.mxc === media.mxc && picture.media.seal === media.seal);
}
