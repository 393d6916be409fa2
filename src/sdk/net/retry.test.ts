import { describe, expect, it } from "vitest";
import { Failure, type SdkError } from "#api/errors.ts";
import { createFakeClock } from "#sdk/testing/fake-clock.ts";
import { ALL_CLASSES, backOffMs, retryClass, retrying, waitAfter } from "./retry.ts";

const offline: SdkError = { kind: "offline" };

function matrix(status: number, retryAfterMs?: number): SdkError {
  return { kind: "matrix", status, errcode: "M_X", message: "", retryAfterMs };
}

describe("retrying", () => {
  it("repeats the classes it was given, with growing waits, and returns the answer", async () => {
    const clock = createFakeClock();
    const began = clock.now();
    const times: number[] = [];
    const work = retrying(
      async (attempt) => {
        times.push(clock.now() - began);
        if (attempt < 4) throw new Failure(offline);
        return attempt;
      },
      { clock, classes: ALL_CLASSES, random: () => 1 },
    );
    await clock.advance(60_000);
    expect(await work).toBe(4);
    expect(times).toEqual([0, 1000, 3000, 7000]);
  });

  it("fails at once for what repeating won't mend, and after its last attempt", async () => {
    const clock = createFakeClock();
    await expect(
      retrying(() => Promise.reject(new Failure(matrix(403))), { clock, classes: ALL_CLASSES }),
    ).rejects.toThrow("M_X");
    await expect(retrying(() => Promise.reject(new Failure(offline)), { clock, classes: ["limited"] })).rejects.toThrow(
      "offline",
    );
    await expect(retrying(() => Promise.reject(new TypeError("bug")), { clock, classes: ALL_CLASSES })).rejects.toThrow(
      "bug",
    );
    await expect(
      retrying(() => Promise.reject(new Failure(offline)), { clock, classes: ALL_CLASSES, attempts: 1 }),
    ).rejects.toThrow("offline");
  });

  it("ends when cancelled while it waits", async () => {
    const clock = createFakeClock();
    const abort = new AbortController();
    const work = retrying(() => Promise.reject(new Failure(offline)), {
      clock,
      classes: ALL_CLASSES,
      signal: abort.signal,
    });
    work.catch(() => undefined);
    await clock.advance(0);
    abort.abort();
    await expect(work).rejects.toThrow("cancelled");
  });
});

it("waits with full jitter between a floor and a ceiling", () => {
  expect([1, 2, 3, 10, 99].map((attempt) => backOffMs(attempt, () => 1))).toEqual([1000, 2000, 4000, 60_000, 60_000]);
  expect(backOffMs(5, () => 0)).toBe(250);
  expect(waitAfter(matrix(429, 5000), 1, () => 0)).toBe(5250);
});

it("puts failures into classes", () => {
  expect(
    [offline, { kind: "timeout" } as const, matrix(429), matrix(503), matrix(404), { kind: "cancelled" } as const].map(
      retryClass,
    ),
  ).toEqual(["offline", "timeout", "limited", "server", undefined, undefined]);
});
