/**
 * What a server's sign-in page sends the browser back with. It stands in the address for a moment only: the boot script
 * takes it out, of the history too, before any other script runs, and keeps it in the page's memory for the window.
 */
export type Arrival =
  | { readonly kind: "sso"; readonly nonce: string; readonly loginToken: string }
  | { readonly kind: "oauth"; readonly state: string; readonly code: string }
  | { readonly kind: "oauth"; readonly state: string; readonly error: string };

/** Where the boot script leaves it. */
export const ARRIVAL_SLOT = "hubbubArrival";

const SECRETS = ["loginToken", "attempt", "code", "state", "error", "error_description", "error_uri", "iss"];

export interface Opened {
  readonly arrival: Arrival | undefined;
  /** The address without any of it; undefined where there is nothing to take out. */
  readonly clean: string | undefined;
}

/** Reads an address; never throws. A token without an attempt of ours is taken out all the same, and refused later. */
export function openArrival(href: string): Opened {
  const url = new URL(href);
  const inHash = url.hash.startsWith("#/") ? new URLSearchParams() : new URLSearchParams(url.hash.slice(1));
  const inQuery = url.searchParams;
  const loginToken = inQuery.get("loginToken");
  const arrival =
    loginToken === null
      ? (oauthOf(inHash) ?? oauthOf(inQuery))
      : ({ kind: "sso", nonce: inQuery.get("attempt") ?? "", loginToken } as const);
  if (!arrival) return { arrival, clean: undefined };
  for (const name of SECRETS) inQuery.delete(name);
  if (!url.hash.startsWith("#/")) url.hash = "";
  return { arrival, clean: url.href };
}

function oauthOf(values: URLSearchParams): Arrival | undefined {
  const state = values.get("state");
  const code = values.get("code");
  const error = values.get("error");
  if (state === null) return undefined;
  if (code !== null) return { kind: "oauth", state, code };
  return error === null ? undefined : { kind: "oauth", state, error };
}
