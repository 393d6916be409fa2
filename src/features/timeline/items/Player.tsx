import { useSyncExternalStore } from "react";
import type { MediaInfo, MessageItem } from "#api/timeline.ts";
import { serviceWorkerState, subscribeServiceWorker } from "#client/service-worker.ts";
import { useMedia } from "#client/use-media.ts";
import { mediaKind } from "#features/timeline/item-text.ts";
import { pictureBox } from "#features/timeline/picture-box.ts";
import { FileRow } from "./FileRow.tsx";
import "./picture.css";

export interface PlayerProps {
  readonly media: MediaInfo;
  readonly kind: "video" | "audio" | "voice";
  readonly item: MessageItem;
}

/** Video, audio and voice with the browser's own controls, in a box that is there before they are. */
export function Player({ media, kind, item }: PlayerProps) {
  const worker = useSyncExternalStore(subscribeServiceWorker, serviceWorkerState);
  // Only a service worker can stream; without one the whole file would be fetched just to be shown.
  const streams = worker !== "absent" && media.mxc !== undefined;
  const url = useMedia(streams ? media.mxc : undefined, undefined);
  const poster = useMedia(streams && kind === "video" ? media.thumbnail : undefined, { width: 400, height: 320 });
  if (!streams) return <FileRow media={media} item={item} />;
  const label = `${mediaKind(kind)}: ${media.name}`;
  if (kind === "video") {
    const box = pictureBox(media);
    const style = { inlineSize: Math.max(box.width, 240), aspectRatio: `${box.width} / ${box.height}` };
    // A message is not ours to caption: the sender's file is all there is.
    // eslint-disable-next-line jsx-a11y/media-has-caption
    return (
      <video className="player" style={style} src={url} poster={poster} controls preload="none" aria-label={label} />
    );
  }
  return (
    <>
      {/* eslint-disable-next-line jsx-a11y/media-has-caption */}
      <audio className="player sound" src={url} controls preload="metadata" aria-label={label} />
      <p className="player-label" dir="auto">
        {kind === "voice" ? mediaKind(kind) : media.name}
      </p>
    </>
  );
}
