import { useEffect, useState } from "react";
import type { TxnId } from "#api/ids.ts";
import type { MediaInfo } from "#api/timeline.ts";
import { dropLocalPicture, useLocalPicture } from "#client/local-pictures.ts";
import { smallOf, wholeOf } from "#client/media-url.ts";
import { useMediaSource } from "#client/use-media.ts";
import { t } from "#lib/i18n/t.ts";
import { pictureBox, type Box } from "#features/timeline/picture-box.ts";
import { useTimelineActions } from "#features/timeline/timeline-context.ts";
import { Blurhash } from "./Blurhash.tsx";
import { MediaTrouble } from "./MediaTrouble.tsx";
import "./picture.css";

const DROP_MS = 500;
const TILE: Box = { width: 198, height: 198 };

export interface PictureProps {
  readonly media: MediaInfo;
  /** `tile`: one of several, cut to a square. */
  readonly kind: "picture" | "sticker" | "tile";
  /** Of one's own: shown from the file itself until the server's copy is there. */
  readonly txnId?: TxnId | undefined;
}

/** A picture or a sticker: a box of its size, its colours, then itself. */
export function Picture({ media, kind, txnId }: PictureProps) {
  const { enlarge } = useTimelineActions();
  const box = kind === "tile" ? TILE : pictureBox(media, kind);
  // Small pictures and animations are shown as they are; a thumbnail would stop them.
  const whole = media.mimetype === "image/gif" || media.mimetype === "image/webp" || (media.size ?? Infinity) < 64_000;
  const source = whole ? wholeOf(media) : smallOf(media);
  const [attempt, setAttempt] = useState(0);
  const { url, state: fetched } = useMediaSource(source, whole ? undefined : { width: 400, height: 320 }, attempt);
  const [state, setState] = useState<"waiting" | "shown" | "broken">("waiting");
  const local = useLocalPicture(txnId);
  // Once the copy is drawn; a moment later, so that no frame shows neither.
  useEffect(() => {
    if (state !== "shown" || txnId === undefined) return undefined;
    const timer = setTimeout(() => dropLocalPicture(txnId), DROP_MS);
    return () => clearTimeout(timer);
  }, [state, txnId]);
  const picture = (
    <>
      {local !== undefined ? (
        <img src={local} alt="" draggable={false} />
      ) : media.blurhash !== undefined && state !== "shown" ? (
        <Blurhash hash={media.blurhash} />
      ) : null}
      {url === undefined || state === "broken" ? null : (
        <img
          src={url}
          alt={kind === "sticker" ? media.name : t("media.imageOf", { name: media.name })}
          width={box.width}
          height={box.height}
          decoding="async"
          draggable={false}
          onLoad={() => setState("shown")}
          onError={() => setState("broken")}
        />
      )}
    </>
  );
  const style = kind === "tile" ? undefined : { inlineSize: box.width, aspectRatio: `${box.width} / ${box.height}` };
  const className = kind === "picture" ? "pic" : `pic ${kind}`;
  if ((state === "broken" || fetched === "failed") && local === undefined) {
    return (
      <div className={className} style={style} role="group" aria-label={t("media.imageOf", { name: media.name })}>
        <MediaTrouble
          media={media}
          box={box}
          source={source}
          onRetry={() => {
            setState("waiting");
            setAttempt(attempt + 1);
          }}
        />
      </div>
    );
  }
  if (kind === "sticker") {
    return (
      <figure className={className} style={style}>
        {picture}
      </figure>
    );
  }
  return (
    <button
      type="button"
      className={className}
      style={style}
      aria-label={t("media.enlarge", { name: media.name })}
      onClick={() => enlarge(media)}
    >
      {picture}
    </button>
  );
}
