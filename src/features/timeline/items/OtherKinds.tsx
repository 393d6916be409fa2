/** Kinds of messages that are not there in every room: loaded with the first of them, into a place of their height. */
import { useSyncExternalStore } from "react";
import type { MessageBody, MessageItem } from "#api/timeline.ts";
import { serviceWorkerState, subscribeServiceWorker } from "#client/service-worker.ts";
import { FileRow } from "./FileRow.tsx";
import { Gallery } from "./Gallery.tsx";
import { Place } from "./Place.tsx";
import { Poll } from "./Poll.tsx";
import { SoundPlayer } from "./SoundPlayer.tsx";
import { Video } from "./Video.tsx";

export type FileBody = Exclude<MessageBody, { readonly rich: unknown }>;

export function OtherKind({ body, item }: { readonly body: FileBody; readonly item: MessageItem }) {
  const worker = useSyncExternalStore(subscribeServiceWorker, serviceWorkerState);
  switch (body.kind) {
    case "gallery":
      return <Gallery body={body} item={item} />;
    case "location":
      return <Place body={body} />;
    case "poll":
      return <Poll body={body} />;
    default:
  }
  const { kind, media } = body;
  // Only a service worker can stream; without one the whole file would be fetched just to be shown.
  if (worker === "absent" || media.mxc === undefined || item.send.state !== "sent")
    return <FileRow media={media} item={item} />;
  if (kind === "video") return <Video media={media} />;
  return kind === "voice" || kind === "audio" ? (
    <SoundPlayer media={media} kind={kind} item={item} />
  ) : (
    <FileRow media={media} item={item} />
  );
}
