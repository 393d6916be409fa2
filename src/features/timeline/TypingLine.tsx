import type { Person } from "#api/people.ts";
import { Voices } from "#ui/Voices.tsx";
import { words } from "./words.tsx";
import "./typing-line.css";

/** Who is typing. The line is always there, so it moves nothing. */
export function TypingLine({ typing }: { readonly typing: readonly Person[] }) {
  const [first, second, third] = typing;
  return (
    <div className="typing" aria-live="off">
      {first === undefined ? null : (
        <>
          <Voices />
          <span>
            {words(
              "timeline.typing",
              { count: typing.length, others: typing.length - 2 },
              { first: <b>{first.name}</b>, second: <b>{second?.name}</b>, third: <b>{third?.name}</b> },
            )}
          </span>
        </>
      )}
    </div>
  );
}
