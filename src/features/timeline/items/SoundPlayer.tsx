import download from "virtual:icon/regular/download-simple";
import pauseIcon from "virtual:icon/fill/pause";
import playIcon from "virtual:icon/fill/play";
import { useEffect, useSyncExternalStore } from "react";
import type { MediaInfo, MessageItem } from "#api/timeline.ts";
import { wholeOf } from "#client/media-url.ts";
import { useMedia, useTrouble } from "#client/use-media.ts";
import { useTimelineActions } from "#features/timeline/timeline-context.ts";
import { t } from "#lib/i18n/t.ts";
import { durationText } from "#ui/duration.ts";
import { sizeText } from "#ui/file-size.ts";
import { Icon } from "#ui/icons/Icon.tsx";
import { IconButton } from "#ui/IconButton.tsx";
import { nextRate, pause, placeOf, play, seek, showRow, soundState, subscribeSound } from "./sound.ts";
import { Waveform } from "./Waveform.tsx";
import "./sound-player.css";

export interface SoundPlayerProps {
  readonly media: MediaInfo;
  readonly kind: "audio" | "voice";
  readonly item: MessageItem;
}

const STEP_MS = 100;
const UNKNOWN_MS = 60_000;

/** A voice message or a piece of music. What plays outlives the row; this shows where it stands. */
export function SoundPlayer({ media, kind, item }: SoundPlayerProps) {
  const actions = useTimelineActions();
  const url = useMedia(media.mxc, undefined, media.seal);
  const state = useSyncExternalStore(subscribeSound, soundState);
  const { key } = item;
  useEffect(() => showRow(key), [key]);
  const on = state.sound?.key === key;
  const at = on ? state.at : placeOf(key);
  const length = (on ? state.length : undefined) ?? media.duration;
  const name = kind === "voice" ? t("media.voiceOf", { name: item.sender.name }) : media.name;
  const { mxc } = media;
  const playing = on && (state.state === "playing" || state.state === "loading");
  const failed = on && state.state === "failed";
  const trouble = useTrouble(wholeOf(media), failed ? "some" : "none");
  const sorry = t(trouble === "changed" ? "media.changedPlay" : "media.cannotPlay");
  const toggle = (): void => {
    if (playing) pause();
    else if (url !== undefined)
      play({
        key,
        url,
        name,
        roomId: actions.roomId,
        eventId: item.eventId,
        pace: kind === "voice" ? "voice" : "music",
        length: media.duration,
      });
  };
  const most = length ?? UNKNOWN_MS;
  const share = length === undefined || length === 0 ? 0 : Math.min(1, at / length);
  const elapsed = durationText(at);
  const total = length === undefined ? undefined : durationText(length);
  return (
    <div className={on ? "sound on" : "sound"} role="group" aria-label={name}>
      <button
        type="button"
        className="sound-play"
        aria-label={playing ? t("media.pause", { name }) : t("media.play", { name })}
        disabled={url === undefined}
        onClick={toggle}
      >
        <Icon d={playing ? pauseIcon : playIcon} />
      </button>
      <div className="sound-main">
        {kind === "audio" ? (
          <b className="sound-name" dir="auto">
            {media.name}
          </b>
        ) : null}
        <div className="sound-track">
          {media.waveform === undefined ? (
            <span className="sound-line" aria-hidden="true">
              <u style={{ transform: `scaleX(${share})` }} />
            </span>
          ) : (
            <Waveform bars={media.waveform} share={share} />
          )}
          <input
            type="range"
            min={0}
            max={most}
            step={STEP_MS}
            value={Math.min(at, most)}
            disabled={length === undefined}
            aria-label={t("media.position")}
            aria-valuetext={total === undefined ? elapsed : t("media.positionOf", { at: elapsed, total })}
            onChange={(event) => seek(key, Number(event.currentTarget.value))}
            onKeyDown={(event) => {
              // The arrows are the slider's, not the list's; one press is five seconds.
              const step = stepOf(event.key);
              if (step === 0) return;
              event.preventDefault();
              event.stopPropagation();
              seek(key, Math.max(0, Math.min(most, at + step)));
            }}
          />
        </div>
        {/* Beside the slider, which says the same. */}
        <small className="num" aria-hidden="true">
          {failed
            ? sorry
            : (total ?? elapsed) === elapsed || at === 0
              ? (total ?? elapsed)
              : t("media.positionOf", { at: elapsed, total: total ?? elapsed })}
          {!failed && kind === "audio" && media.size !== undefined ? ` · ${sizeText(media.size)}` : null}
        </small>
        {failed ? (
          <span className="vh" role="status">
            {sorry}
          </span>
        ) : null}
      </div>
      {kind === "voice" ? (
        <button
          type="button"
          className="sound-rate num"
          aria-label={t("media.speed", { rate: state.rate })}
          title={t("media.speed", { rate: state.rate })}
          onClick={nextRate}
        >
          {t("media.times", { rate: state.rate })}
        </button>
      ) : null}
      {mxc === undefined ? null : (
        <IconButton
          size="small"
          icon={download}
          label={t("media.download", { name: media.name })}
          onClick={() => actions.download(mxc, media.name, media.seal)}
        />
      )}
    </div>
  );
}

function stepOf(key: string): number {
  switch (key) {
    case "ArrowRight":
    case "ArrowUp":
      return 5_000;
    case "ArrowLeft":
    case "ArrowDown":
      return -5_000;
    default:
      return 0;
  }
}
