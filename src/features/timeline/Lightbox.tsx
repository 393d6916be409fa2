/**
 * A picture in its full size, and from there to the other pictures of the room. The browser's own dialog keeps the focus
 * inside and closes on Escape.
 */
import caretLeft from "virtual:icon/regular/caret-left";
import caretRight from "virtual:icon/regular/caret-right";
import downloadIcon from "virtual:icon/regular/download-simple";
import minus from "virtual:icon/regular/magnifying-glass-minus";
import plus from "virtual:icon/regular/magnifying-glass-plus";
import x from "virtual:icon/regular/x";
import { useEffect, useRef, useState, type KeyboardEvent, type TouchEvent } from "react";
import type { MediaInfo } from "#api/timeline.ts";
import { smallOf, wholeOf } from "#client/media-url.ts";
import { useMediaSource, useTrouble } from "#client/use-media.ts";
import { t } from "#lib/i18n/t.ts";
import { clockTime, fullTime } from "#ui/format-time.ts";
import { IconButton } from "#ui/IconButton.tsx";
import { dayText } from "./day-text.ts";
import { systemNow } from "./now.ts";
import { findPicture, type RoomPicture } from "./room-pictures.ts";
import { useZoom } from "./use-zoom.ts";
import "./lightbox.css";

const SWIPE = 56;
/** So close to the oldest one known, older ones are fetched. */
const AHEAD = 2;

export interface LightboxProps {
  readonly media: MediaInfo;
  /** Pictures of the room that are loaded, oldest first. */
  readonly pictures: () => readonly RoomPicture[];
  readonly onOlder: () => void;
  readonly onClose: () => void;
  readonly onDownload: (media: MediaInfo) => void;
}

export function Lightbox({ media: first, pictures, onOlder, onClose, onDownload }: LightboxProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const [media, setMedia] = useState(first);
  const zoom = useZoom(stage);
  const all = pictures();
  const at = findPicture(all, media);
  const picture = all[at];
  const before = at > 0 ? all[at - 1] : undefined;
  const after = at >= 0 ? all[at + 1] : undefined;
  useEffect(() => {
    dialog.current?.showModal();
    stage.current?.focus();
  }, []);
  useEffect(() => {
    if (at >= 0 && at < AHEAD) onOlder();
  }, [at, onOlder]);
  const close = (): void => dialog.current?.close();
  const show = (next: RoomPicture | undefined): void => {
    if (!next) return;
    zoom.reset();
    setMedia(next.media);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDialogElement>): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    switch (event.key) {
      case "ArrowLeft":
        show(before);
        break;
      case "ArrowRight":
        show(after);
        break;
      case "+":
      case "=":
        zoom.by(1);
        break;
      case "-":
        zoom.by(-1);
        break;
      case "0":
        zoom.reset();
        break;
      default:
        return;
    }
    event.preventDefault();
  };
  const touched = useRef<number>(undefined);
  const onTouchEnd = (event: TouchEvent): void => {
    const from = touched.current;
    const to = event.changedTouches[0]?.clientX;
    touched.current = undefined;
    if (from === undefined || to === undefined || zoom.scale > 1 || Math.abs(to - from) < SWIPE) return;
    show(to > from ? before : after);
  };
  const { name } = media;
  return (
    // Keys work wherever the focus is inside.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={dialog}
      className="lightbox"
      aria-label={t("media.imageOf", { name })}
      onClose={onClose}
      onKeyDown={onKeyDown}
    >
      <header>
        <div className="lightbox-what">
          <b dir="auto">{name}</b>
          {picture === undefined ? null : (
            <small title={fullTime(picture.ts)}>
              {t("media.sentBy", {
                name: picture.name,
                time: `${dayText(picture.ts, systemNow())} ${clockTime(picture.ts)}`,
              })}
            </small>
          )}
        </div>
        {all.length > 1 && at >= 0 ? (
          <span className="num lightbox-place" aria-live="polite">
            {t("media.pictureOfMany", { index: at + 1, count: all.length })}
          </span>
        ) : null}
        <IconButton
          icon={minus}
          className="lightbox-zoom"
          label={t("media.zoomOut")}
          disabled={zoom.scale <= 1}
          onClick={() => zoom.by(-1)}
        />
        <IconButton icon={plus} className="lightbox-zoom" label={t("media.zoomIn")} onClick={() => zoom.by(1)} />
        <IconButton icon={downloadIcon} label={t("media.download", { name })} onClick={() => onDownload(media)} />
        <IconButton icon={x} label={t("media.close")} onClick={close} />
      </header>
      {/* A press beside the picture closes; Escape and the button do the same for keyboards. */}
      {/* eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions */}
      <div
        ref={stage}
        className={zoom.scale > 1 ? "lightbox-stage zoomed" : "lightbox-stage"}
        tabIndex={-1}
        onClick={(event) => {
          if (event.target === event.currentTarget) close();
        }}
        onTouchStart={(event) => {
          touched.current = event.touches.length === 1 ? event.touches[0]?.clientX : undefined;
        }}
        onTouchEnd={onTouchEnd}
      >
        <Shown
          key={`${media.mxc ?? name} ${media.seal ?? ""}`}
          media={media}
          scale={zoom.scale}
          onDoubleClick={zoom.toggle}
          onDrag={zoom.drag}
        />
      </div>
      {before === undefined ? null : (
        <IconButton
          icon={caretLeft}
          className="lightbox-step before"
          label={t("media.previous")}
          onClick={() => show(before)}
        />
      )}
      {after === undefined ? null : (
        <IconButton
          icon={caretRight}
          className="lightbox-step after"
          label={t("media.next")}
          onClick={() => show(after)}
        />
      )}
      {picture === undefined || picture.caption === "" ? null : (
        <p className="lightbox-caption" dir="auto">
          {picture.caption}
        </p>
      )}
    </dialog>
  );
}

interface ShownProps {
  readonly media: MediaInfo;
  readonly scale: number;
  readonly onDoubleClick: () => void;
  readonly onDrag: ReturnType<typeof useZoom>["drag"];
}

function Shown({ media, scale, onDoubleClick, onDrag }: ShownProps) {
  const { url: small } = useMediaSource(smallOf(media), { width: 400, height: 320 });
  const { url: full, state: fetched } = useMediaSource(wholeOf(media), undefined);
  const [drawn, setDrawn] = useState<"fine" | "broken">("fine");
  const broken = drawn === "broken" || fetched === "failed";
  const trouble = useTrouble(wholeOf(media), broken ? "some" : "none");
  if (broken) {
    return (
      <p className="lightbox-trouble" role="status">
        {t(trouble === "changed" ? "media.changed" : "media.broken")}
      </p>
    );
  }
  return (
    // Twice is larger: the buttons and keys do the same.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <img
      src={full ?? small}
      alt={t("media.imageOf", { name: media.name })}
      width={media.width}
      height={media.height}
      draggable={false}
      onError={() => setDrawn("broken")}
      onDoubleClick={onDoubleClick}
      onPointerMove={onDrag}
      style={{
        ...(small === undefined ? {} : { backgroundImage: `url("${small}")` }),
        ...(scale > 1
          ? { maxInlineSize: `${scale * 100}%`, maxBlockSize: `${scale * 100}%`, inlineSize: `${scale * 100}%` }
          : {}),
      }}
    />
  );
}
