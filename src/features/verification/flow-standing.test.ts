import { describe, expect, it } from "vitest";
import type { VerificationItem, VerificationPhase } from "#api/encryption.ts";
import { parseUserId } from "#api/ids.ts";
import { lastStanding, standingAt } from "./flow-standing.ts";

const userId = parseUserId("@ann:example.org");

function flow(phase: VerificationPhase, until: number | undefined): VerificationItem {
  if (!userId) throw new Error("no id");
  const person = { userId, name: "Ann", avatar: { letter: "A", hue: 1, media: undefined } };
  return {
    ...phase,
    key: "k",
    // What a face is made of matters to nobody here.
    person: person as unknown as VerificationItem["person"],
    with: "other",
    deviceId: undefined,
    deviceName: undefined,
    roomId: undefined,
    until,
  };
}

describe("a verification", () => {
  it("is over when its time is up, even if the engine has not said so", () => {
    const asked = flow({ phase: "asked" }, 1_000);
    expect(standingAt(asked, 999)).toMatchObject({ phase: "asked" });
    expect(standingAt(asked, 1_000)).toEqual({ phase: "cancelled", by: "them", reason: "timeout" });
  });

  it("that has ended has no time to run out", () => {
    expect(standingAt(flow({ phase: "done" }, undefined), 5_000)).toMatchObject({ phase: "done" });
  });

  it("that left the list keeps its end; one without an end was broken off", () => {
    expect(lastStanding(flow({ phase: "done" }, undefined))).toMatchObject({ phase: "done" });
    expect(lastStanding(flow({ phase: "waiting" }, 9))).toMatchObject({ phase: "cancelled", reason: "other" });
  });
});
