/** Something the server may want to be sure about first: asks, and shows the challenge until it is done or given up. */
import { useState } from "react";
import type { Result, SdkError } from "#api/errors.ts";
import type { Answer, Challenge, Guarded } from "#api/uia.ts";

export type Attempt<T> = (answer: Answer | undefined) => Promise<Result<Guarded<T>>>;

export interface Confirming {
  readonly challenge: Challenge;
  readonly answer: (answer: Answer) => Promise<SdkError | undefined>;
  readonly giveUp: () => void;
}

export interface GuardedState {
  readonly state: "idle" | "busy";
  readonly confirming: Confirming | undefined;
  readonly error: SdkError | undefined;
  /** Resolves to nothing: what follows is told by `onDone`. */
  readonly begin: () => Promise<void>;
}

export function useGuarded<T>(attempt: Attempt<T>, onDone: (value: T) => void): GuardedState {
  const [state, setState] = useState<"idle" | "busy">("idle");
  const [challenge, setChallenge] = useState<Challenge | undefined>(undefined);
  const [error, setError] = useState<SdkError | undefined>(undefined);

  const run = async (answer: Answer | undefined): Promise<SdkError | undefined> => {
    setState("busy");
    const result = await attempt(answer);
    setState("idle");
    if (!result.ok) return result.error;
    if (result.value.state === "challenge") {
      setChallenge(result.value.challenge);
      return undefined;
    }
    setChallenge(undefined);
    onDone(result.value.value);
    return undefined;
  };

  return {
    state,
    error,
    confirming: challenge && { challenge, answer: run, giveUp: () => setChallenge(undefined) },
    begin: async () => {
      if (state === "busy") return;
      setError(undefined);
      setError(await run(undefined));
    },
  };
}
