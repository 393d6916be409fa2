import { lazy, Suspense, type ReactNode } from "react";
import type { MessageBody, MessageItem } from "#api/timeline.ts";
import { kindHeight } from "#features/timeline/kind-height.ts";
import { useTimelineActions } from "#features/timeline/timeline-context.ts";
import { RichText } from "#ui/rich-text/RichText.tsx";
import { FileRow } from "./FileRow.tsx";
import { hueOf } from "./hue.ts";
import { Picture } from "./Picture.tsx";
import { UploadVeil } from "./Upload.tsx";
import "./body.css";

const OtherKind = lazy(() => import("./OtherKinds.tsx").then((module) => ({ default: module.OtherKind })));

/** The body of a message, whatever its kind. `tail` follows the words ("edited"). */
export function Body({ item, tail }: { readonly item: MessageItem; readonly tail: ReactNode }) {
  const { openTarget, openPerson } = useTimelineActions();
  const { body } = item;
  switch (body.kind) {
    case "text":
      return <RichText nodes={body.rich} onTarget={openTarget} tail={tail} />;
    case "notice":
      return (
        <div className="notice-body">
          <RichText nodes={body.rich} onTarget={openTarget} tail={tail} />
        </div>
      );
    case "emote":
      return (
        <RichText
          nodes={body.rich}
          onTarget={openTarget}
          head={
            <>
              <button
                type="button"
                className="who"
                tabIndex={-1}
                data-person={hueOf(item.sender.avatar)}
                title={item.sender.userId}
                onClick={() => openPerson(item.sender.userId)}
              >
                {item.sender.name}
              </button>{" "}
            </>
          }
          tail={tail}
        />
      );
    case "image":
    case "sticker":
    case "video":
    case "audio":
    case "voice":
    case "file":
    case "gallery":
      return (
        <>
          {body.caption === undefined ? null : <RichText nodes={body.caption} onTarget={openTarget} tail={tail} />}
          <Medium body={body} item={item} />
          {body.caption === undefined ? tail : null}
        </>
      );
    case "location":
    case "poll":
      return <Other body={body} item={item} />;
  }
}

type MediaBody = Extract<MessageBody, { readonly caption: unknown }>;

function Medium({ body, item }: { readonly body: MediaBody; readonly item: MessageItem }) {
  switch (body.kind) {
    case "image":
      return (
        <div className="pic-slot">
          <Picture media={body.media} kind="picture" txnId={item.txnId} />
          <UploadVeil item={item} name={body.media.name} />
        </div>
      );
    case "sticker":
      return <Picture media={body.media} kind="sticker" />;
    case "file":
      return <FileRow media={body.media} item={item} />;
    case "video":
    case "audio":
    case "voice":
    case "gallery":
      return <Other body={body} item={item} />;
  }
}

type FileBody = Exclude<MessageBody, { readonly rich: unknown }>;

function Other({ body, item }: { readonly body: FileBody; readonly item: MessageItem }) {
  return (
    <Suspense fallback={<div style={{ blockSize: kindHeight(body, Infinity) }} />}>
      <OtherKind body={body} item={item} />
    </Suspense>
  );
}
