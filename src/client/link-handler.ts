/** Links of other programs: a browser may open `web+matrix:` ones here. Asking needs a click; the browser asks the person. */
const SCHEME = "web+matrix";

/** `asked`: the browser shows its question, or has the answer already. */
export function offerMatrixLinks(): "asked" | "unsupported" {
  // Not in every browser, and not on an insecure page.
  if (!("registerProtocolHandler" in navigator)) return "unsupported";
  try {
    const { origin, pathname } = window.location;
    navigator.registerProtocolHandler(SCHEME, `${origin}${pathname}#/link?uri=%s`);
    return "asked";
  } catch {
    return "unsupported";
  }
}
