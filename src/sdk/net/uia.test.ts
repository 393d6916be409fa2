import { describe, expect, it } from "vitest";
import { fallbackUrl, nextStage, stagesAhead } from "#api/uia.ts";
import { createFakeClock } from "#sdk/testing/fake-clock.ts";
import { createHttp } from "./create-http.ts";
import { guarded, parseChallenge } from "./uia.ts";

const BASE = "https://a.example";
const challenge = (json: Record<string, unknown>) => parseChallenge({ session: "s", ...json }, BASE, ["de", "en"]);
const flows = (...stages: readonly (readonly string[])[]) => stages.map((one) => ({ stages: one }));

describe("a challenge", () => {
  it("leads by the flow that asks for the least", () => {
    const json = { flows: flows(["m.login.recaptcha", "m.login.dummy"], ["m.login.terms", "m.login.email.identity"]) };
    expect(nextStage(challenge(json))).toBe("m.login.terms");
    expect(stagesAhead(challenge(json))).toEqual(["m.login.terms", "m.login.email.identity"]);
    const later = challenge({ ...json, completed: ["m.login.terms"] });
    expect(nextStage(later)).toBe("m.login.email.identity");
    expect(stagesAhead(later)).toEqual(["m.login.terms", "m.login.email.identity"]);
  });

  it("shows documents in a language one reads, and no address but of the web", () => {
    const params = {
      "m.login.terms": {
        policies: {
          privacy: {
            version: "1",
            en: { name: "Privacy", url: "https://a.example/p" },
            de: { name: "Datenschutz", url: "https://a.example/d" },
          },
          trap: { en: { name: "Trap", url: "javascript:alert(1)" } },
          other: { fr: { name: "Charte", url: "https://a.example/f" } },
        },
      },
    };
    expect(challenge({ flows: [], params }).terms).toEqual([
      { id: "privacy", name: "Datenschutz", url: "https://a.example/d" },
      { id: "other", name: "Charte", url: "https://a.example/f" },
    ]);
  });

  it("has a page of the server for a stage nobody knows", () => {
    const one = challenge({ flows: flows(["org.example/odd"]), session: "s&1" });
    expect(fallbackUrl(one, "org.example/odd")).toBe(
      "https://a.example/_matrix/client/v3/auth/org.example%2Fodd/fallback/web?session=s%261",
    );
  });

  it("survives nonsense", () => {
    expect(
      challenge({ flows: [7, { stages: "no" }, { stages: [1, "m.login.dummy"] }], completed: {}, params: [] }),
    ).toMatchObject({
      flows: [[], ["m.login.dummy"]],
      completed: [],
      terms: [],
    });
  });
});

describe("a guarded request", () => {
  function server(answers: readonly (readonly [number, unknown])[]) {
    const bodies: unknown[] = [];
    const http = createHttp({
      baseUrl: BASE,
      token: () => "t",
      clock: createFakeClock(),
      log: { error: () => undefined, info: () => undefined, debug: () => undefined },
      fetch: async (_url, init) => {
        bodies.push(JSON.parse(String(init?.body)));
        const [status, body] = answers[bodies.length - 1] ?? [500, {}];
        return new Response(JSON.stringify(body), { status });
      },
    });
    return { http, bodies };
  }

  const request = { method: "POST", path: "/x", body: { what: 1 } } as const;
  const DUMMY = { session: "s", flows: flows(["m.login.dummy"]) };

  it("answers a stage that needs nobody by itself, but not for ever", async () => {
    const once = server([
      [401, DUMMY],
      [200, { yes: true }],
    ]);
    expect(await guarded(once.http, { request, answer: undefined }, (json) => json)).toEqual({
      state: "done",
      value: { yes: true },
    });
    expect(once.bodies).toEqual([{ what: 1 }, { what: 1, auth: { type: "m.login.dummy", session: "s" } }]);
    const stubborn = server(Array.from({ length: 20 }, () => [401, DUMMY] as const));
    expect(await guarded(stubborn.http, { request, answer: undefined }, () => 1)).toMatchObject({ state: "challenge" });
  });

  it("says why an answer was refused, and lets other refusals through as errors", async () => {
    const wrong = { ...DUMMY, flows: flows(["m.login.password"]), errcode: "M_FORBIDDEN", error: "Invalid password" };
    const answer = { stage: "m.login.password", session: "s", password: "no" } as const;
    const refused = server([
      [401, wrong],
      [403, { errcode: "M_FORBIDDEN" }],
    ]);
    expect(await guarded(refused.http, { request, answer }, () => 1)).toMatchObject({
      challenge: { refusal: { errcode: "M_FORBIDDEN", message: "Invalid password" } },
    });
    await expect(guarded(refused.http, { request, answer }, () => 1)).rejects.toMatchObject({
      error: { kind: "matrix", status: 403 },
    });
  });
});
