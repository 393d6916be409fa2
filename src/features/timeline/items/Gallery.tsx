import type { MessageBody, MessageItem } from "#api/timeline.ts";
import { t } from "#lib/i18n/t.ts";
import { galleryColumns } from "#features/timeline/picture-box.ts";
import { FileRow } from "./FileRow.tsx";
import { Picture } from "./Picture.tsx";
import { SoundPlayer } from "./SoundPlayer.tsx";
import { Video } from "./Video.tsx";
import "./gallery.css";

type GalleryBody = Extract<MessageBody, { readonly kind: "gallery" }>;

/** Several files in one message: the pictures side by side, the rest below. */
export function Gallery({ body, item }: { readonly body: GalleryBody; readonly item: MessageItem }) {
  const pictures = body.parts.filter((part) => part.kind === "image");
  const rest = body.parts.filter((part) => part.kind !== "image");
  return (
    <>
      {pictures.length === 0 ? null : (
        <div
          className="gallery"
          role="group"
          aria-label={t("media.pictures", { count: pictures.length })}
          data-columns={galleryColumns(pictures.length)}
        >
          {pictures.map((part, index) => (
            <Picture key={index} media={part.media} kind={pictures.length === 1 ? "picture" : "tile"} />
          ))}
        </div>
      )}
      {rest.map((part, index) => {
        switch (part.kind) {
          case "video":
            return <Video key={index} media={part.media} />;
          case "audio":
            return (
              <SoundPlayer
                key={index}
                media={part.media}
                kind="audio"
                item={{ ...item, key: `${item.key} ${index}` }}
              />
            );
          default:
            return <FileRow key={index} media={part.media} item={item} />;
        }
      })}
    </>
  );
}
