import { decode, isBlurhashValid } from "blurhash";
import { useLayoutEffect, useRef } from "react";

const SIDE = 20;

/** The colours of a picture that is on its way. Small enough to be decoded in the frame that shows it. */
export function Blurhash({ hash }: { readonly hash: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext("2d");
    // Long hashes cost more than a frame; the specification stops at 9 × 9 components.
    if (!context || hash.length > 166 || !isBlurhashValid(hash).result) return;
    const image = context.createImageData(SIDE, SIDE);
    image.data.set(decode(hash, SIDE, SIDE));
    context.putImageData(image, 0, 0);
  }, [hash]);
  return <canvas ref={canvas} className="pic-blur" width={SIDE} height={SIDE} aria-hidden="true" />;
}
