import { callVerb } from "#client/use-verb.ts";
import { closeOverlay } from "#ui/navigation.ts";

/** The reminder rests for a week, and one goes on reading. */
export async function later(): Promise<void> {
  closeOverlay();
  await callVerb("encryption.later", {});
}
