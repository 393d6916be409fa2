import { useState } from "react";
import type { MediaInfo } from "#api/timeline.ts";
import { useMedia } from "#client/use-media.ts";
import { t } from "#lib/i18n/t.ts";
import { pictureBox } from "#features/timeline/picture-box.ts";
import { useTimelineActions } from "#features/timeline/timeline-context.ts";
import { Blurhash } from "./Blurhash.tsx";
import "./picture.css";

/** A picture or a sticker: a box of its size, its colours, then itself. */
export function Picture({ media, kind }: { readonly media: MediaInfo; readonly kind: "picture" | "sticker" }) {
  const { enlarge } = useTimelineActions();
  const box = pictureBox(media, kind);
  // Small pictures and animations are shown as they are; a thumbnail would stop them.
  const whole = media.mimetype === "image/gif" || media.mimetype === "image/webp" || (media.size ?? Infinity) < 64_000;
  const url = useMedia(media.mxc, whole ? undefined : { width: 400, height: 320 });
  const [state, setState] = useState<"waiting" | "shown" | "broken">("waiting");
  const picture = (
    <>
      {media.blurhash !== undefined && state !== "shown" ? <Blurhash hash={media.blurhash} /> : null}
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
      {state === "broken" ? <span className="pic-broken">{t("media.broken")}</span> : null}
    </>
  );
  const style = { inlineSize: box.width, aspectRatio: `${box.width} / ${box.height}` };
  if (kind === "sticker") {
    return (
      <figure className="pic sticker" style={style}>
        {picture}
      </figure>
    );
  }
  return (
    <button
      type="button"
      className="pic"
      style={style}
      aria-label={t("media.enlarge", { name: media.name })}
      onClick={() => enlarge(media)}
    >
      {picture}
    </button>
  );
}
