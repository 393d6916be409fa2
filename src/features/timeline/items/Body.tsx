import mapPin from "virtual:icon/regular/map-pin";
import chartBar from "virtual:icon/regular/chart-bar-horizontal";
import type { ReactNode } from "react";
import type { MessageBody, MessageItem } from "#api/timeline.ts";
import { useTimelineActions } from "#features/timeline/timeline-context.ts";
import { t } from "#lib/i18n/t.ts";
import { Icon } from "#ui/icons/Icon.tsx";
import { RichText } from "#ui/rich-text/RichText.tsx";
import { FileRow } from "./FileRow.tsx";
import { hueOf } from "./hue.ts";
import { Picture } from "./Picture.tsx";
import { Player } from "./Player.tsx";
import { UploadVeil } from "./Upload.tsx";
import "./body.css";

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
      return (
        <>
          {body.caption === undefined ? null : <RichText nodes={body.caption} onTarget={openTarget} tail={tail} />}
          <Medium body={body} item={item} />
          {body.caption === undefined ? tail : null}
        </>
      );
    case "location":
      return <Location text={body.text} geoUri={body.geoUri} />;
    case "poll":
      return (
        <div className="poll">
          <p className="poll-head">
            <Icon d={chartBar} />
            <span dir="auto">{body.question}</span>
          </p>
          <ul>
            {body.answers.map((answer, index) => (
              <li key={index} dir="auto">
                {answer}
              </li>
            ))}
          </ul>
          <small>{t("timeline.pollNote")}</small>
        </div>
      );
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
    case "video":
    case "audio":
    case "voice":
      return <Player media={body.media} kind={body.kind} item={item} />;
    case "file":
      return <FileRow media={body.media} item={item} />;
  }
}

const GEO = /^geo:(-?\d{1,3}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?)/;

function Location({ text, geoUri }: { readonly text: string; readonly geoUri: string | undefined }) {
  const match = geoUri === undefined ? undefined : GEO.exec(geoUri);
  const latitude = match?.[1];
  const longitude = match?.[2];
  return (
    <div className="file">
      <Icon d={mapPin} />
      <span>
        <b dir="auto">{text === "" ? t("timeline.location") : text}</b>
        {latitude === undefined || longitude === undefined ? null : (
          <small className="num">
            {latitude}, {longitude}
          </small>
        )}
      </span>
      {latitude === undefined || longitude === undefined ? null : (
        <a
          className="link"
          target="_blank"
          rel="noopener noreferrer"
          href={`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`}
        >
          {t("timeline.openMap")}
        </a>
      )}
    </div>
  );
}
