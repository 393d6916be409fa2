/**
 * The way back from a server's sign-in page: takes what the boot script kept, and ends the sign-in with it, once. Where one
 * was before leaving is remembered for the tab, so that a link to a room still leads there after signing in.
 */
import { useSyncExternalStore } from "react";
import type { SdkError } from "#api/errors.ts";
import { ARRIVAL_SLOT, openArrival, type Arrival } from "#lib/arrival.ts";
import { callVerb } from "./core-client.ts";

export type ArrivalState =
  { readonly state: "none" } | { readonly state: "finishing" } | { readonly state: "failed"; readonly error: SdkError };

const CAME_FROM = "hubbub:cameFrom";
const NONE: ArrivalState = { state: "none" };
const listeners = new Set<() => void>();
let current: ArrivalState = NONE;

function set(next: ArrivalState): void {
  current = next;
  for (const listener of listeners) listener();
}

/** Out of the page's memory; the address was cleaned by the boot script, or is now where that could not run. */
function take(): Arrival | undefined {
  const kept = Reflect.get(window, ARRIVAL_SLOT) as Arrival | undefined;
  Reflect.deleteProperty(window, ARRIVAL_SLOT);
  if (kept) return kept;
  const { arrival, clean } = openArrival(location.href);
  if (clean !== undefined) history.replaceState(history.state, "", clean);
  return arrival;
}

/** Keeps the place one is at for the way back. */
export function rememberPlace(): void {
  if (location.hash.startsWith("#/room") || location.hash.startsWith("#/user"))
    sessionStorage.setItem(CAME_FROM, location.hash);
  else sessionStorage.removeItem(CAME_FROM);
}

/** Ends the sign-in that led here, if one did. */
export function receiveArrival(): void {
  const arrival = take();
  if (!arrival) return;
  const from = sessionStorage.getItem(CAME_FROM);
  sessionStorage.removeItem(CAME_FROM);
  if (from !== null && location.hash === "") history.replaceState(history.state, "", from);
  set({ state: "finishing" });
  const outcome =
    arrival.kind === "sso"
      ? callVerb("session.finishSso", { nonce: arrival.nonce, loginToken: arrival.loginToken })
      : callVerb(
          "session.finishOAuth",
          "code" in arrival
            ? { state: arrival.state, code: arrival.code }
            : { state: arrival.state, error: arrival.error },
        );
  void outcome.then((result) => {
    set(result.ok ? NONE : { state: "failed", error: result.error });
  });
}

/** What was said has been read. */
export function forgetArrival(): void {
  if (current.state === "failed") set(NONE);
}

export function useArrival(): ArrivalState {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}
