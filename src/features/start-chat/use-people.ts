import { useEffect, useState } from "react";
import type { JumpItem } from "#api/rooms.ts";
import { parseUserId, type UserId } from "#api/ids.ts";
import { callVerb } from "#client/use-verb.ts";

/** Failures are told in the form, not in a corner. */
const CALLER = { onError: "caller" } as const;

export interface Candidate {
  readonly userId: UserId;
  readonly name: string;
  readonly item: Extract<JumpItem, { kind: "person" }> | undefined;
}

const LIMIT = 20;
const PAUSE_MS = 150;

/** People who match what is typed; a whole Matrix ID is a candidate even if nobody knows it here. */
export function usePeople(query: string): {
  readonly found: readonly Candidate[];
  readonly state: "looking" | "ready";
} {
  const text = query.trim();
  const [answer, setAnswer] = useState<{ readonly query: string; readonly items: readonly Candidate[] } | undefined>();

  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(
      () => {
        void callVerb("people.search", { query: text, limit: LIMIT }, CALLER).then((result) => {
          if (abort.signal.aborted) return;
          const items: Candidate[] = [];
          for (const item of result.ok ? result.value : []) {
            if (item.kind === "person") items.push({ userId: item.person.userId, name: item.person.name, item });
          }
          setAnswer({ query: text, items });
        });
      },
      text === "" ? 0 : PAUSE_MS,
    );
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [text]);

  const items = answer?.items ?? [];
  const typed = parseUserId(text);
  const known = typed === undefined || items.some((candidate) => candidate.userId === typed);
  return {
    found: known ? items : [{ userId: typed, name: typed, item: undefined }, ...items],
    state: answer?.query === text ? "ready" : "looking",
  };
}
