/** Safari has SharedWorker but resets it under a connected tab; there a core per tab is the safer ground. */
function isSafari(): boolean {
  return /^((?!chrome|chromium|android|crios|fxios|edg).)*safari/i.test(navigator.userAgent);
}

export function supportedKind(): "shared" | "dedicated" {
  return typeof SharedWorker === "function" && !isSafari() ? "shared" : "dedicated";
}
