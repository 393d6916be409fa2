import { describe, expect, it, vi } from "vitest";
import { Failure, type SdkError } from "#api/errors.ts";
import { createFakeClock, settle } from "#sdk/testing/fake-clock.ts";
import type { TokenSet } from "#sdk/net/oauth.ts";
import { createTokens, isFinal, renewalTime } from "./tokens.ts";

const log = { error: vi.fn(), info: () => undefined, debug: () => undefined };
const LIFETIME = 300_000;

/** A server that rotates, and a disk; each can be told to fail. */
function world({ lifetime = LIFETIME }: { readonly lifetime?: number } = {}) {
  const clock = createFakeClock();
  const steps: string[] = [];
  const trouble: { server?: SdkError; disk?: SdkError; hold?: Promise<void> } = {};
  let count = 0;
  const tokens = createTokens({
    tokens: { accessToken: "a0", refreshToken: "r0", expiresAt: clock.now() + lifetime },
    refresh: async (refreshToken, signal): Promise<TokenSet> => {
      steps.push(`ask ${refreshToken}`);
      await trouble.hold;
      if (signal.aborted) throw new Failure({ kind: "cancelled" });
      if (trouble.server) throw new Failure(trouble.server);
      count += 1;
      return { accessToken: `a${count}`, refreshToken: `r${count}`, expiresAt: clock.now() + lifetime };
    },
    persist: async (next) => {
      await settle();
      if (trouble.disk) throw new Failure(trouble.disk);
      steps.push(`keep ${next.refreshToken} while ${tokens.current()}`);
    },
    clock,
    log,
  });
  return { tokens, clock, steps, trouble };
}

const REFUSED: SdkError = {
  kind: "matrix",
  status: 401,
  errcode: "M_UNKNOWN_TOKEN",
  message: "",
  retryAfterMs: undefined,
};
const UNWELL: SdkError = { ...REFUSED, status: 502, errcode: "M_UNKNOWN" };

describe("tokens", () => {
  it("are renewed before they end, and on disk before they are used", async () => {
    const { tokens, clock, steps } = world();
    tokens.start();
    await clock.advance(LIFETIME - 60_001);
    expect(steps).toEqual([]);
    await clock.advance(1);
    await settle();
    expect(steps).toEqual(["ask r0", "keep r1 while a0"]);
    expect([tokens.current(), tokens.refreshToken()]).toEqual(["a1", "r1"]);
    await clock.advance(LIFETIME);
    await settle();
    expect(tokens.current()).toBe("a2");
    await tokens.stop();
  });

  it("are renewed once, whoever asks", async () => {
    const { tokens, steps } = world();
    const answers = await Promise.all([tokens.renew("a0"), tokens.renew("a0"), tokens.renew("a0")]);
    expect(answers).toEqual(["renewed", "renewed", "renewed"]);
    // A refusal of the token before comes late.
    expect(await tokens.renew("a0")).toBe("renewed");
    expect(steps).toEqual(["ask r0", "keep r1 while a0"]);
  });

  it("stay as they were when they can't be kept, and the old refresh token is asked with again", async () => {
    const { tokens, steps, trouble } = world();
    trouble.disk = { kind: "storage", code: "quota" };
    await expect(tokens.renew("a0")).rejects.toMatchObject({ error: { kind: "storage" } });
    expect([tokens.current(), tokens.refreshToken()]).toEqual(["a0", "r0"]);
    delete trouble.disk;
    expect(await tokens.renew("a0")).toBe("renewed");
    expect(steps.filter((step) => step === "ask r0")).toHaveLength(2);
  });

  it("have ended when the server says so, and only then", async () => {
    const { tokens, steps, trouble } = world();
    for (const passing of [UNWELL, { kind: "offline" } as const, { kind: "timeout" } as const]) {
      trouble.server = passing;
      await expect(tokens.renew("a0")).rejects.toMatchObject({ error: { kind: passing.kind } });
    }
    trouble.server = REFUSED;
    expect(await tokens.renew("a0")).toBe("ended");
    const asked = steps.length;
    expect(await tokens.renew("a0")).toBe("ended");
    expect(steps).toHaveLength(asked);
  });

  it("that ended while the machine slept are renewed before the next request leaves", async () => {
    const { tokens, clock, trouble } = world({ lifetime: 5_000 });
    expect(tokens.ready()).toBeUndefined();
    await clock.advance(5_000);
    trouble.server = { kind: "offline" };
    await tokens.ready();
    expect(tokens.current()).toBe("a0");
    delete trouble.server;
    await tokens.ready();
    expect(tokens.current()).toBe("a1");
  });

  it("are tried again when the server was unwell", async () => {
    const { tokens, clock, steps, trouble } = world();
    tokens.start();
    trouble.server = UNWELL;
    await clock.advance(LIFETIME - 30_000);
    expect(steps.length).toBeGreaterThan(1);
    delete trouble.server;
    await clock.advance(60_000);
    await settle();
    expect(tokens.current()).not.toBe("a0");
    await tokens.stop();
  });

  it("are not written after stop resolved, nor lost while it waits", async () => {
    const { tokens, steps, trouble } = world();
    let release: () => void = () => undefined;
    trouble.hold = new Promise((resolve) => (release = resolve));
    const asked = tokens.renew("a0").catch((cause: unknown) => cause);
    await settle();
    const stopped = tokens.stop();
    release();
    await stopped;
    expect(steps).toEqual(["ask r0"]);
    expect(await asked).toMatchObject({ error: { kind: "cancelled" } });
  });
});

it("a third of a short life is time enough, and what does not end is left alone", () => {
  expect(renewalTime(1_000_000, 0)).toBe(940_000);
  expect(renewalTime(6_000, 0)).toBe(4_000);
  expect(renewalTime(5_000, 9_000)).toBe(5_000);
  expect(renewalTime(undefined, 0)).toBeUndefined();
});

it("only a server that knows tokens can end a session for good", () => {
  const oauth = (message: string, status = 400): SdkError => ({ ...REFUSED, status, errcode: "M_UNKNOWN", message });
  expect([REFUSED, oauth("invalid_grant"), oauth("invalid_client", 401)].map(isFinal)).toEqual([true, true, true]);
  const passing = [
    UNWELL,
    oauth("temporarily_unavailable"),
    oauth("blocked by the proxy", 403),
    { kind: "offline" } as const,
  ];
  expect(passing.map(isFinal)).toEqual([false, false, false, false]);
});
