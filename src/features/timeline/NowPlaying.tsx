import pauseIcon from "virtual:icon/fill/pause";
import playIcon from "virtual:icon/fill/play";
import x from "virtual:icon/regular/x";
import { useSyncExternalStore } from "react";
import type { EventId, RoomId } from "#api/ids.ts";
import { t } from "#lib/i18n/t.ts";
import { durationText } from "#ui/duration.ts";
import { IconButton } from "#ui/IconButton.tsx";
import { pause, play, soundState, stop, subscribeSound } from "./items/sound.ts";
import "./now-playing.css";

export interface NowPlayingProps {
  readonly roomId: RoomId;
  readonly onShow: (eventId: EventId) => void;
}

/** What is heard while its row is out of sight, and the way to stop it. */
export function NowPlaying({ roomId, onShow }: NowPlayingProps) {
  const { sound, state, at, row } = useSyncExternalStore(subscribeSound, soundState);
  if (sound === undefined || state === "failed" || row === "drawn") return null;
  const { name, eventId } = sound;
  const playing = state === "playing" || state === "loading";
  return (
    <div className="now-playing" role="group" aria-label={t("media.nowPlaying")}>
      <IconButton
        size="small"
        icon={playing ? pauseIcon : playIcon}
        label={playing ? t("media.pause", { name }) : t("media.play", { name })}
        onClick={() => (playing ? pause() : play(sound))}
      />
      {sound.roomId === roomId && eventId !== undefined ? (
        <button type="button" className="now-name" dir="auto" onClick={() => onShow(eventId)}>
          {name}
        </button>
      ) : (
        <span className="now-name" dir="auto">
          {name}
        </span>
      )}
      <span className="num">{durationText(at)}</span>
      <IconButton size="small" icon={x} label={t("media.stopPlaying")} onClick={stop} />
    </div>
  );
}
