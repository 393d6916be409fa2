/** Reloading is a cure only if it does not go in circles: at most one reload per tab and span of time. */
const KEY = "hubbub:reloaded";
const SPAN_MS = 60_000;

export type ReloadOutcome = "reloading" | "refused";

/** Reloads the page, unless it did so a moment ago. */
export function reloadOnce(): ReloadOutcome {
  try {
    const last = Number(sessionStorage.getItem(KEY) ?? "0");
    if (Date.now() - last < SPAN_MS) return "refused";
    sessionStorage.setItem(KEY, String(Date.now()));
  } catch {
    return "refused";
  }
  location.reload();
  return "reloading";
}
