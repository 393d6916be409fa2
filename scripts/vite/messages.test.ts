import { expect, test } from "vitest";
import { compileMessages } from "./messages.ts";

test("messages with values become their syntax trees, plain ones stay", () => {
  const out = compileMessages(
    'export const area = { "a.plain": "Words", "a.hello": "Hello, {name}", "a.can": "You can\'t" } as const;',
    "area.ts",
  );
  expect(out).toBe(
    'export const area = { "a.plain": "Words", "a.hello": [{"type":0,"value":"Hello, "},{"type":1,"value":"name"}], ' +
      '"a.can": [{"type":0,"value":"You can\'t"}] } as const;',
  );
});

test("a message that is put together is refused: nobody could parse it", () => {
  expect(() => compileMessages('export const area = { "a.b": "You " + "{name}" };', "area.ts")).toThrow(/plain string/);
});
