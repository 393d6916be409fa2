import { expect, test } from "vitest";
import type { MessageItem } from "#api/timeline.ts";
import { estimateHeight } from "./estimate.ts";
import type { FeedLook, Layout } from "./feed-look.ts";

const item = {
  kind: "message",
  group: "first",
  names: "nobody",
  from: "other",
  sender: { name: "Ann" },
  reply: undefined,
  reactions: [],
  send: { state: "sent" },
  body: { kind: "text", rich: [{ kind: "text", text: "All is well" }] },
};

function height(look: FeedLook): number {
  // Only what a guess looks at.
  return estimateHeight(item as unknown as MessageItem, 900, look);
}

test("a line of compact or IRC is half as high as a modern message", () => {
  const modern = height({ layout: "modern", scale: 1 });
  for (const layout of ["compact", "irc"] as const satisfies readonly Layout[])
    expect(modern / height({ layout, scale: 1 })).toBeGreaterThan(2);
});

test("guesses grow with the text, and are made anew for every look", () => {
  expect(height({ layout: "modern", scale: 1.5 })).toBeCloseTo(1.5 * height({ layout: "modern", scale: 1 }));
});
