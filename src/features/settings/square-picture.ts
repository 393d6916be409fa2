const SIDE = 512;

/** The middle of a picture as a square of at most 512 pixels; nothing if the browser can't read it. */
export async function squarePicture(file: Blob): Promise<Blob | undefined> {
  try {
    const picture = await createImageBitmap(file);
    const edge = Math.min(picture.width, picture.height);
    const side = Math.min(edge, SIDE);
    const canvas = new OffscreenCanvas(side, side);
    canvas
      .getContext("2d")
      ?.drawImage(picture, (picture.width - edge) / 2, (picture.height - edge) / 2, edge, edge, 0, 0, side, side);
    picture.close();
    // A drawing keeps its clear parts, a photo need not be large.
    return await canvas.convertToBlob(
      file.type === "image/jpeg" ? { type: "image/jpeg", quality: 0.9 } : { type: "image/png" },
    );
  } catch {
    return undefined;
  }
}
