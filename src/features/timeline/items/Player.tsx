import type { MediaInfo } from "#api/timeline.ts";
import { useMedia } from "#client/use-media.ts";
import { t } from "#lib/i18n/t.ts";
import { mediaKind } from "#features/timeline/item-text.ts";
import { pictureBox } from "#features/timeline/picture-box.ts";
import "./picture.css";

/** Video, audio and voice with the browser's own controls, in a box that is there before they are. */
export function Player({ media, kind }: { readonly media: MediaInfo; readonly kind: "video" | "audio" | "voice" }) {
  const url = useMedia(media.mxc, undefined);
  const poster = useMedia(kind === "video" ? media.thumbnail : undefined, { width: 800, height: 640 });
  const label = `${mediaKind(kind)}: ${media.name}`;
  if (kind === "video") {
    const box = pictureBox(media);
    const style = { inlineSize: Math.max(box.width, 240), aspectRatio: `${box.width} / ${box.height}` };
    // A message is not ours to caption: the sender's file is all there is.
    // eslint-disable-next-line jsx-a11y/media-has-caption
    return <video className="player" style={style} src={url} poster={poster} controls preload="none" aria-label={label} />;
  }
  return (
    <>
      {/* eslint-disable-next-line jsx-a11y/media-has-caption */}
      <audio className="player sound" src={url} controls preload="metadata" aria-label={label} />
      {kind === "audio" ? <p className="player-label">{media.name}</p> : <p className="player-label">{t("media.voice")}</p>}
    </>
  );
}
