import { expect, test } from "vitest";
import { parseUserId } from "#api/ids.ts";
import type { Person } from "#api/people.ts";
import { runText } from "./run-text.ts";
import { stateText } from "./state-text.ts";

function person(name: string): Person {
  const userId = parseUserId(`@${name.toLowerCase()}:harbour.example`);
  if (!userId) throw new Error(name);
  return { userId, name, avatar: { kind: "person", mxc: undefined, hue: 0, letter: name.slice(0, 1) } };
}

test("a kick names the victim, with its reason", () => {
  const change = {
    kind: "membership",
    change: "kicked",
    target: person("Sol"),
    from: undefined,
    to: undefined,
    reason: "spam",
  } as const;
  expect(stateText("Iris", change)).toBe("Iris removed Sol: spam");
});

test("names with apostrophes and braces survive", () => {
  expect(stateText("O'Neil {x}", { kind: "topic", from: undefined, to: "it's {here}" })).toBe(
    "O'Neil {x} changed the topic to “it's {here}”",
  );
});

test("power, join rules and unknown values", () => {
  expect(stateText("Iris", { kind: "power", changes: [{ person: person("Wen"), from: 0, to: 50 }] })).toBe(
    "Iris changed the power of Wen from 0 to 50",
  );
  expect(stateText("Iris", { kind: "joinRule", rule: "constructor" })).toBe("Iris changed who can join (constructor)");
});

test("a run counts the unnamed", () => {
  expect(
    runText([
      { changes: ["joined"], names: ["Sol", "Yuki"], total: 4 },
      { changes: ["joined", "left"], names: ["Wen"], total: 1 },
      { changes: ["invited"], names: ["A", "B"], total: 2 },
    ]),
  ).toBe("Sol, Yuki and 2 others joined; Wen joined and left; A and B were invited");
});
