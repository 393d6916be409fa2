import playIcon from "virtual:icon/fill/play";
import { useRef, useState } from "react";
import type { MediaInfo } from "#api/timeline.ts";
import { useMedia } from "#client/use-media.ts";
import { pictureBox } from "#features/timeline/picture-box.ts";
import { t } from "#lib/i18n/t.ts";
import { durationText } from "#ui/duration.ts";
import { sizeText } from "#ui/file-size.ts";
import { Icon } from "#ui/icons/Icon.tsx";
import { Blurhash } from "./Blurhash.tsx";
import { MediaTrouble } from "./MediaTrouble.tsx";
import "./picture.css";

const LEAST_WIDTH = 240;

/** A video in a box of its size. Nothing is fetched but its poster, or its first frame, until somebody presses play. */
export function Video({ media }: { readonly media: MediaInfo }) {
  const video = useRef<HTMLVideoElement>(null);
  const url = useMedia(media.mxc, undefined, media.seal);
  const poster = useMedia(media.thumbnail, { width: 400, height: 320 }, media.thumbnailSeal);
  const [state, setState] = useState<"still" | "started" | "broken">("still");
  const [frame, setFrame] = useState<"waiting" | "there">("waiting");
  const [attempt, setAttempt] = useState(0);
  const sized = pictureBox(media);
  const box = { width: Math.max(sized.width, LEAST_WIDTH), height: sized.height };
  const facts = [
    media.duration === undefined ? undefined : durationText(media.duration),
    media.size === undefined ? undefined : sizeText(media.size),
  ].filter((fact) => fact !== undefined);
  const { name } = media;
  return (
    <div
      className="pic video"
      style={{ inlineSize: box.width, aspectRatio: `${box.width} / ${box.height}` }}
      role="group"
      aria-label={t("media.videoOf", { name })}
    >
      {media.blurhash !== undefined && state === "still" && frame === "waiting" ? (
        <Blurhash hash={media.blurhash} />
      ) : null}
      {state === "broken" ? (
        <MediaTrouble
          media={media}
          box={box}
          onRetry={() => {
            setState("still");
            setAttempt(attempt + 1);
          }}
        />
      ) : (
        // A message is not ours to caption: the sender's file is all there is.
        // eslint-disable-next-line jsx-a11y/media-has-caption
        <video
          key={attempt}
          ref={video}
          src={url}
          poster={poster}
          // An encrypted one comes whole or not at all.
          preload={media.thumbnail === undefined && media.seal === undefined ? "metadata" : "none"}
          controls={state === "started"}
          playsInline
          tabIndex={state === "started" ? 0 : -1}
          aria-label={name}
          onLoadedData={() => setFrame("there")}
          onError={() => setState("broken")}
        />
      )}
      {state === "still" ? (
        <button
          type="button"
          className="video-start"
          aria-label={[t("media.play", { name }), ...facts].join(", ")}
          disabled={url === undefined}
          onClick={() => {
            setState("started");
            video.current?.focus();
            // A pause that comes at once is no trouble; what is has an event of its own.
            void video.current?.play().catch(() => undefined);
          }}
        >
          <span className="video-disc">
            <Icon d={playIcon} size="l" />
          </span>
          {facts.length === 0 ? null : <span className="video-facts num">{facts.join(" · ")}</span>}
        </button>
      ) : null}
    </div>
  );
}
