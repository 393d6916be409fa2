import { useCallback, useEffect, useState } from "react";
import type { ArgsOf, ResultOf, Verb } from "#api/contract.ts";
import type { Result } from "#api/errors.ts";
import { callVerb } from "#client/use-verb.ts";

/** The answer of a verb that only reads; `again` asks once more. `key` says when the question is another one. */
export function useAnswer<V extends Verb>(
  verb: V,
  args: ArgsOf<V>,
  key: string,
): { readonly answer: Result<ResultOf<V>> | undefined; readonly again: () => void } {
  const [answer, setAnswer] = useState<{ readonly key: string; readonly result: Result<ResultOf<V>> }>();
  const [round, setRound] = useState(0);
  useEffect(() => {
    let wanted = true;
    void callVerb(verb, args, { onError: "caller" }).then((result) => {
      if (wanted) setAnswer({ key, result });
    });
    return () => {
      wanted = false;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `key` stands for the arguments
  }, [verb, key, round]);
  const again = useCallback(() => setRound((before) => before + 1), []);
  return { answer: answer?.key === key ? answer.result : undefined, again };
}
