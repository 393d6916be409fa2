import { expect, it } from "vitest";
import { createFakeClock } from "#sdk/testing/fake-clock.ts";
import { createMemoryStore } from "#sdk/store/memory.ts";
import { rememberAttempt, takeAttempt, type SsoAttempt } from "./attempts.ts";

function attempt(id: string, startedAt: number): SsoAttempt {
  return { kind: "sso", id, startedAt, baseUrl: "https://a.example", serverName: "a.example", deviceName: "d" };
}

const refusal = (reason: string) => ({ error: { kind: "sign-in", reason } });

it("is good once, and only as what it was begun as", async () => {
  const store = createMemoryStore();
  const clock = createFakeClock();
  await rememberAttempt(store, attempt("one", clock.now()));
  await rememberAttempt(store, attempt("two", clock.now()));
  await expect(takeAttempt(store, clock, "oauth", "one")).rejects.toMatchObject(refusal("unknown-attempt"));
  expect(await takeAttempt(store, clock, "sso", "one")).toMatchObject({ id: "one", baseUrl: "https://a.example" });
  await expect(takeAttempt(store, clock, "sso", "one")).rejects.toMatchObject(refusal("unknown-attempt"));
  expect(await takeAttempt(store, clock, "sso", "two")).toMatchObject({ id: "two" });
});

it("is good for ten minutes, and not at all when the clock was set back behind it", async () => {
  const store = createMemoryStore();
  const clock = createFakeClock();
  await rememberAttempt(store, attempt("old", clock.now()));
  await rememberAttempt(store, attempt("future", clock.now() + 10 * 60_000 + 1));
  await clock.advance(10 * 60_000);
  await rememberAttempt(store, attempt("last", clock.now()));
  expect(await takeAttempt(store, clock, "sso", "last")).toMatchObject({ id: "last" });
  await clock.advance(1);
  await expect(takeAttempt(store, clock, "sso", "old")).rejects.toMatchObject({ error: { kind: "sign-in" } });
  const earlier = createFakeClock(clock.now() - 60 * 60_000);
  await expect(takeAttempt(store, earlier, "sso", "future")).rejects.toMatchObject(refusal("expired"));
});

it("leaves no more than a handful behind", async () => {
  const store = createMemoryStore();
  const clock = createFakeClock();
  for (let n = 0; n < 20; n += 1) await rememberAttempt(store, attempt(`n${n}`, clock.now()));
  await expect(takeAttempt(store, clock, "sso", "n0")).rejects.toMatchObject(refusal("unknown-attempt"));
  expect(await takeAttempt(store, clock, "sso", "n19")).toMatchObject({ id: "n19" });
});
