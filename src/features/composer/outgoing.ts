/** From a file that was picked, pasted or dropped to what the core sends: its kind, size, length and colours. */
import type { OutgoingFile } from "#api/messages.ts";
import { measureMedia } from "#task/measure-media.ts";
import { measurePicture } from "#task/measure-picture.ts";
import { videoStill } from "#task/video-still.ts";

export type Measured = Omit<OutgoingFile, "caption">;

function kindOf(mimetype: string): OutgoingFile["kind"] {
  if (mimetype.startsWith("image/")) return "image";
  if (mimetype.startsWith("video/")) return "video";
  if (mimetype.startsWith("audio/")) return "audio";
  return "file";
}

/** A pasted screenshot has no useful name of its own. */
function nameOf(file: File): string {
  return file.name === "" ? "file" : file.name;
}

/** `secrecy`: no server can make the small pictures of an encrypted room, so they are made here. */
export async function measure(file: File, secrecy: "encrypted" | "plain"): Promise<Measured> {
  const mimetype = file.type === "" ? "application/octet-stream" : file.type;
  const plain: Measured = {
    blob: file,
    name: nameOf(file),
    mimetype,
    kind: "file",
    width: undefined,
    height: undefined,
    duration: undefined,
    blurhash: undefined,
  };
  const kind = kindOf(mimetype);
  switch (kind) {
    case "image": {
      const facts = await measurePicture(file, secrecy === "encrypted" ? "wanted" : "none");
      // What this browser cannot draw (or could run, as SVG) goes as a file.
      return facts && mimetype !== "image/svg+xml" ? { ...plain, kind, ...facts } : plain;
    }
    case "video": {
      const facts = await measureMedia(file, kind);
      const thumbnail = secrecy === "encrypted" ? await videoStill(file) : undefined;
      const colours = thumbnail && (await measurePicture(thumbnail.blob));
      return { ...plain, kind, ...facts, blurhash: colours?.blurhash, thumbnail };
    }
    case "audio":
      return { ...plain, kind, ...(await measureMedia(file, kind)) };
    case "file":
      return plain;
  }
}
