import { ask } from "./ask.ts";
import type { PictureFacts } from "./protocol.ts";

const DEADLINE_MS = 10_000;

/** Size and blurhash of a picture, and a smaller one if it is wanted; undefined if the browser cannot decode it. */
export async function measurePicture(
  blob: Blob,
  thumbnail: "wanted" | "none" = "none",
): Promise<PictureFacts | undefined> {
  const answer = await ask({ job: "measure", blob, thumbnail }, DEADLINE_MS);
  return answer?.job === "measure" ? answer.facts : undefined;
}
