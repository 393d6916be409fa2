import { use } from "react";
import type { MxcUri } from "#api/ids.ts";
import { PictureContext } from "#ui/avatar-media.ts";

/** A custom emoji in a line of text; its box is there before it is. */
export function InlineImage({
  mxc,
  alt,
  height,
}: {
  readonly mxc: MxcUri;
  readonly alt: string;
  readonly height: number;
}) {
  const usePicture = use(PictureContext);
  const size = Math.min(Math.max(height, 16), 64);
  const url = usePicture(mxc, { width: 64, height: 64 });
  if (url === undefined)
    return <span className="rt-image" style={{ blockSize: size, inlineSize: size }} aria-label={alt} role="img" />;
  return <img className="rt-image" src={url} alt={alt} title={alt} style={{ blockSize: size, inlineSize: size }} />;
}
