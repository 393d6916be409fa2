/**
 * A hung SharedWorker cannot be ended by a page, and a page that reloads faster than its siblings would find it again.
 * So the worker's name carries a salt that changes when a core was found hanging.
 */
const KEY = "hubbub:core-salt";

export function coreSalt(): string {
  try {
    return localStorage.getItem(KEY) ?? "0";
  } catch {
    return "0";
  }
}

export function changeCoreSalt(): void {
  try {
    localStorage.setItem(KEY, Date.now().toString(36));
  } catch {
    // Without storage the old name stays; the reload alone still helps a lone tab.
  }
}
