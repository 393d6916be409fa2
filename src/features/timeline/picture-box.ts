/** The box a picture gets before it is there. It depends on nothing but what the event says, so nothing ever moves. */
export interface Box {
  readonly width: number;
  readonly height: number;
}

const MAX_WIDTH = 400;
const MAX_HEIGHT = 320;
const MIN_SIDE = 40;
const DEFAULT: Box = { width: 320, height: 240 };
const STICKER = 192;

/** Columns of several pictures side by side. */
export function galleryColumns(count: number): number {
  if (count <= 1) return 1;
  return count === 2 || count === 4 ? 2 : 3;
}

/** Largest box of the picture's shape within 400 × 320; extreme shapes are cropped, unknown ones are 4:3. */
export function pictureBox(
  size: { readonly width: number | undefined; readonly height: number | undefined },
  kind: "picture" | "sticker" = "picture",
): Box {
  const { width, height } = size;
  if (width === undefined || height === undefined) {
    return kind === "sticker" ? { width: STICKER, height: STICKER } : DEFAULT;
  }
  const maxWidth = kind === "sticker" ? STICKER : MAX_WIDTH;
  const maxHeight = kind === "sticker" ? STICKER : MAX_HEIGHT;
  const scale = Math.min(1, maxWidth / width, maxHeight / height);
  return {
    width: Math.min(maxWidth, Math.max(MIN_SIDE, Math.round(width * scale))),
    height: Math.min(maxHeight, Math.max(MIN_SIDE, Math.round(height * scale))),
  };
}
