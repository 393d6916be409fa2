import arrowClockwise from "virtual:icon/regular/arrow-clockwise";
import downloadIcon from "virtual:icon/regular/download-simple";
import type { MediaInfo } from "#api/timeline.ts";
import { wholeOf, type MediaSource } from "#client/media-url.ts";
import { useTrouble } from "#client/use-media.ts";
import { useTimelineActions } from "#features/timeline/timeline-context.ts";
import { t } from "#lib/i18n/t.ts";
import { IconButton } from "#ui/IconButton.tsx";
import type { Box } from "#features/timeline/picture-box.ts";

const ROOMY: Box = { width: 200, height: 96 };

export interface MediaTroubleProps {
  readonly media: MediaInfo;
  readonly box: Box;
  /** What was to be drawn; the file itself if it is not said. */
  readonly source?: MediaSource;
  readonly onRetry: () => void;
}

/** Stands in the place of a picture or a video that cannot be shown: what it was, and what can be done. */
export function MediaTrouble({ media, box, source, onRetry }: MediaTroubleProps) {
  const { download } = useTimelineActions();
  const { mxc, name, seal } = media;
  const trouble = useTrouble(source ?? wholeOf(media), "some");
  const words = t(trouble === "changed" ? "media.changed" : "media.broken");
  const roomy = box.width >= ROOMY.width && box.height >= ROOMY.height;
  return (
    <div className={roomy ? "trouble" : "trouble small"}>
      {roomy ? (
        <>
          <b dir="auto">{name}</b>
          <span role="status">{words}</span>
        </>
      ) : (
        <span className="vh" role="status">
          {words}
        </span>
      )}
      <div className="trouble-do">
        <IconButton size="small" icon={arrowClockwise} label={t("media.retry", { name })} onClick={onRetry} />
        {mxc !== undefined && roomy && trouble !== "changed" ? (
          <IconButton
            size="small"
            icon={downloadIcon}
            label={t("media.download", { name })}
            onClick={() => download(mxc, name, seal)}
          />
        ) : null}
      </div>
    </div>
  );
}
