import { showToast } from "./ui-store.ts";

/** Puts a text on the clipboard and says so in a corner. A browser may refuse (no permission, no secure page): silence. */
export async function copyAndTell(text: string, told: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    showToast({ text: told });
  } catch {
    // Nothing was copied, so nothing is said; the text stands on screen to be selected.
  }
}
