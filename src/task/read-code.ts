import { ask } from "./ask.ts";

const DEADLINE_MS = 20_000;

/** The bytes of a QR code in a picture, which is used up by it; undefined if there is none. */
export async function readCode(picture: ImageBitmap): Promise<Uint8Array | undefined> {
  const answer = await ask({ job: "read-code", picture }, DEADLINE_MS, [picture]);
  return answer?.job === "read-code" ? answer.code : undefined;
}
