import { use, useState } from "react";
import type { Avatar as AvatarData } from "#api/people.ts";
import { PictureContext } from "./avatar-media.ts";
import "./avatar.css";

export type AvatarSize = 16 | 20 | 24 | 28 | 32 | 36 | 40 | 64;

export interface AvatarProps {
  readonly avatar: AvatarData;
  readonly size: AvatarSize;
  /** A picture that is already at hand; without it the picture of `avatar` is fetched. */
  readonly src?: string | undefined;
  /** `hidden`: only the tile with the initial, for strangers. */
  readonly picture?: "shown" | "hidden";
  readonly className?: string;
}

// Few sizes, so that the same thumbnail serves the list, the header and the messages.
function bucket(size: AvatarSize): { readonly width: number; readonly height: number } {
  return size <= 48 ? { width: 48, height: 48 } : { width: 96, height: 96 };
}

/** Face of a person (circle), picture of a room (rounded square) or two faces. Decorative: the name stands beside it. */
export function Avatar({ avatar, size, src, picture = "shown", className }: AvatarProps) {
  const extra = className ? ` ${className}` : "";
  if (avatar.kind === "pair") {
    const [first, second] = avatar.faces;
    return (
      <span className={`av duo av-${size}${extra}`} aria-hidden="true">
        <Face avatar={first} size={24} src={undefined} picture={picture} className="" />
        <Face avatar={second} size={24} src={undefined} picture={picture} className="" />
      </span>
    );
  }
  return <Face avatar={avatar} size={size} src={src} picture={picture} className={extra} />;
}

interface FaceProps {
  readonly avatar: AvatarData;
  readonly size: AvatarSize;
  readonly src: string | undefined;
  readonly picture: "shown" | "hidden";
  readonly className: string;
}

function Face({ avatar, size, src, picture, className }: FaceProps) {
  const usePicture = use(PictureContext);
  const single = avatar.kind === "pair" ? undefined : avatar;
  const fetched = usePicture(src === undefined && picture === "shown" ? single?.mxc : undefined, bucket(size));
  const url = picture === "shown" ? (src ?? fetched) : undefined;
  const [broken, setBroken] = useState<string | undefined>(undefined);
  const shape = single?.kind === "room" ? " room" : "";
  return (
    <span className={`av${shape} av-${size}${className}`} data-person={single?.hue ?? 0} aria-hidden="true">
      {url !== undefined && url !== broken ? (
        <img src={url} alt="" draggable={false} onError={() => setBroken(url)} />
      ) : (
        <b>{single?.letter}</b>
      )}
    </span>
  );
}
