/** Finds the server while the user types: half a second after the last key, and only the latest answer counts. */
import { useEffect, useRef, useState } from "react";
import type { SdkError } from "#api/errors.ts";
import type { DiscoveredServer } from "#api/session.ts";
import { callVerb } from "#client/use-verb.ts";

/** Failures are told in the form, not in a corner. */
const CALLER = { onError: "caller" } as const;

const PAUSE_MS = 500;

export type Discovery =
  | { readonly state: "idle" }
  | { readonly state: "looking"; readonly input: string }
  | { readonly state: "found"; readonly input: string; readonly server: DiscoveredServer }
  | { readonly state: "failed"; readonly input: string; readonly error: SdkError };

export interface DiscoveryControl {
  readonly discovery: Discovery;
  /** The answer for what stands there now, without waiting for the pause; undefined if it failed. */
  readonly settle: (input: string) => Promise<Discovery>;
}

export function useDiscovery(input: string): DiscoveryControl {
  const [discovery, setDiscovery] = useState<Discovery>({ state: "idle" });
  const latest = useRef("");
  const running = useRef<{ readonly input: string; readonly answer: Promise<Discovery> } | undefined>(undefined);

  const look = (text: string): Promise<Discovery> => {
    if (running.current?.input === text) return running.current.answer;
    setDiscovery({ state: "looking", input: text });
    const answer = callVerb("session.discover", { input: text }, CALLER).then((result): Discovery => {
      const next: Discovery = result.ok
        ? { state: "found", input: text, server: result.value }
        : { state: "failed", input: text, error: result.error };
      // A failure may be of the moment: the next look asks again.
      if (!result.ok && running.current?.input === text) running.current = undefined;
      if (latest.current === text) setDiscovery(next);
      return next;
    });
    running.current = { input: text, answer };
    return answer;
  };

  const text = input.trim();
  useEffect(() => {
    latest.current = text;
    if (text === "") {
      setDiscovery({ state: "idle" });
      return undefined;
    }
    if (running.current?.input === text) {
      void running.current.answer.then((next) => {
        if (latest.current === text) setDiscovery(next);
      });
      return undefined;
    }
    const timer = setTimeout(() => void look(text), PAUSE_MS);
    return () => clearTimeout(timer);
    // `look` only reads refs.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [text]);

  return { discovery, settle: (value) => look(value.trim()) };
}
