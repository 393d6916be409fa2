/** Reloading is a cure only if it does not go in circles: at most one reload per tab, reason and span of time. */
const SPAN_MS = 60_000;

export type ReloadReason = "skew" | "hang";
export type ReloadOutcome = "reloading" | "refused";

/** Reloads the page, unless it did so for the same reason a moment ago. */
export function reloadOnce(reason: ReloadReason): ReloadOutcome {
  const key = `hubbub:reloaded:${reason}`;
  try {
    const last = Number(sessionStorage.getItem(key) ?? "0");
    if (Date.now() - last < SPAN_MS) return "refused";
    sessionStorage.setItem(key, String(Date.now()));
  } catch {
    return "refused";
  }
  location.reload();
  return "reloading";
}
