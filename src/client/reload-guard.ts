/** Reloading is a cure only if it does not go in circles: at most one reload per tab, reason and span of time. */
const SPAN_MS = 60_000;

export type ReloadReason = "skew" | "hang";
export type ReloadOutcome = "reloading" | "refused";

/** Reloads the page, unless it did so for the same reason a moment ago. */
export function reloadOnce(reason: ReloadReason): ReloadOutcome {
  const key = `hubbub:reloaded:${reason}`;
  try {
    // A last time that lies ahead: the clock was set back meanwhile.
    const age = Date.now() - Number(sessionStorage.getItem(key) ?? "0");
    if (age >= 0 && age < SPAN_MS) return "refused";
    sessionStorage.setItem(key, String(Date.now()));
  } catch {
    return "refused";
  }
  location.reload();
  return "reloading";
}
