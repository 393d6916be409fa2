import downloadIcon from "virtual:icon/regular/download-simple";
import x from "virtual:icon/regular/x";
import { useEffect, useRef } from "react";
import type { MediaInfo } from "#api/timeline.ts";
import { useMedia } from "#client/use-media.ts";
import { t } from "#lib/i18n/t.ts";
import { IconButton } from "#ui/IconButton.tsx";
import "./lightbox.css";

export interface LightboxProps {
  readonly media: MediaInfo;
  readonly onClose: () => void;
  readonly onDownload: () => void;
}

/** A picture in its full size. The browser's own dialog keeps the focus inside and closes on Escape. */
export function Lightbox({ media, onClose, onDownload }: LightboxProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const small = useMedia(media.mxc, { width: 400, height: 320 });
  const full = useMedia(media.mxc, undefined);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const close = (): void => dialog.current?.close();
  return (
    <dialog ref={dialog} className="lightbox" aria-label={t("media.imageOf", { name: media.name })} onClose={onClose}>
      <header>
        <b dir="auto">{media.name}</b>
        <IconButton icon={downloadIcon} label={t("media.download", { name: media.name })} onClick={onDownload} />
        <IconButton icon={x} label={t("media.close")} onClick={close} />
      </header>
      {/* A press beside the picture closes; Escape and the button do the same for keyboards. */}
      {/* eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions */}
      <div className="lightbox-stage" onClick={close}>
        <img
          src={full ?? small}
          alt={t("media.imageOf", { name: media.name })}
          width={media.width}
          height={media.height}
          style={small === undefined ? undefined : { backgroundImage: `url("${small}")` }}
        />
      </div>
    </dialog>
  );
}
