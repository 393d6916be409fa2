/** How high the media of a message will be, from what its event says. What is drawn keeps to it. */
import type { MessageBody } from "#api/timeline.ts";
import { galleryColumns, pictureBox } from "./picture-box.ts";

const MARGIN = 6;
const SOUND = 56;
const FILE = 52;
/** Its second line says how exact it is. */
const PLACE = 68;
const GALLERY_WIDTH = 400;
const GAP = 4;

type Kind = Exclude<MessageBody, { readonly kind: "text" | "notice" | "emote" }>;

/** Without its caption, in a column of `width`. */
export function kindHeight(body: Kind, width: number): number {
  switch (body.kind) {
    case "image":
    case "sticker":
    case "video": {
      const box = pictureBox(body.media, body.kind === "sticker" ? "sticker" : "picture");
      return MARGIN + Math.min(1, width / box.width) * box.height;
    }
    case "audio":
    case "voice":
      return MARGIN + SOUND;
    case "file":
      return MARGIN + FILE;
    case "location":
      return MARGIN + (body.place?.accuracy === undefined ? FILE : PLACE);
    case "gallery": {
      let height = 0;
      const pictures = body.parts.filter((part) => part.kind === "image");
      const [only] = pictures;
      if (pictures.length === 1 && only) {
        const box = pictureBox(only.media);
        height += MARGIN + Math.min(1, width / box.width) * box.height;
      } else if (pictures.length > 1) {
        const columns = galleryColumns(pictures.length);
        const side = (Math.min(width, GALLERY_WIDTH) - GAP * (columns - 1)) / columns;
        const rows = Math.ceil(pictures.length / columns);
        height += MARGIN + rows * side + GAP * (rows - 1);
      }
      for (const { kind, media } of body.parts) {
        if (kind !== "image") height += kindHeight({ kind, media, caption: undefined }, width);
      }
      return height;
    }
    case "poll":
      return MARGIN + 76 + body.answers.length * 36;
  }
}
