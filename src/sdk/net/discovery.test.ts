import { describe, expect, it } from "vitest";
import { Failure } from "#api/errors.ts";
import { createFakeClock } from "#sdk/testing/fake-clock.ts";
import { discover, parseBaseUrl, parseInput, type KnownServer } from "./discovery.ts";

const VERSIONS = { versions: ["v1.11"] };
const LOGIN = { flows: [{ type: "m.login.password" }, { type: 7 }, null] };

/** Answers by URL; anything else does not exist on the network. */
function look(input: string, web: Record<string, unknown>, known: readonly KnownServer[] = []) {
  const asked: string[] = [];
  const fake = async (url: RequestInfo | URL): Promise<Response> => {
    const address = String(url);
    asked.push(address);
    const found = Object.entries(web).find(([prefix]) => address === prefix);
    if (!found) {
      const host = new URL(address).origin;
      if (Object.keys(web).some((key) => key.startsWith(`${host}/`)))
        return new Response('{"errcode":"M_UNRECOGNIZED"}', { status: 404 });
      throw new TypeError("Failed to fetch");
    }
    return new Response(typeof found[1] === "string" ? found[1] : JSON.stringify(found[1]));
  };
  return { result: discover(input, { fetch: fake, clock: createFakeClock(), known }), asked };
}

function home(base: string): Record<string, unknown> {
  return { [`${base}/_matrix/client/versions`]: VERSIONS, [`${base}/_matrix/client/v3/login`]: LOGIN };
}

async function reasonOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (cause) {
    if (cause instanceof Failure && cause.error.kind === "discovery") return cause.error.reason;
    throw cause;
  }
  return "none";
}

describe("what the server offers", () => {
  const base = "https://example.org";
  const versions = { [`${base}/_matrix/client/versions`]: VERSIONS };
  const METADATA = {
    issuer: "https://auth.example.org/",
    authorization_endpoint: "https://auth.example.org/authorize",
    token_endpoint: "https://auth.example.org/token",
    registration_endpoint: "https://auth.example.org/register",
    response_types_supported: ["code"],
    grant_types_supported: ["authorization_code", "refresh_token"],
    code_challenge_methods_supported: ["S256"],
    prompt_values_supported: ["create"],
    account_management_uri: "https://auth.example.org/account",
  };

  it("reads the buttons of single sign-on, without what can't be one", async () => {
    const identity_providers = [
      { id: "oidc-a", name: " Ada's ", brand: "github", icon: "mxc://example.org/icon" },
      { id: "../../logout", name: "Trap" },
      { id: "oidc-b", name: "" },
      { id: "oidc-c", name: "Plain", icon: "https://elsewhere.example/i.png" },
      7,
    ];
    const login = { flows: [{ type: "m.login.sso", identity_providers }, { type: "m.login.token" }] };
    expect(await look("example.org", { ...versions, [`${base}/_matrix/client/v3/login`]: login }).result).toMatchObject(
      {
        flows: ["m.login.sso", "m.login.token"],
        identityProviders: [
          { id: "oidc-a", name: "Ada's", brand: "github", icon: "mxc://example.org/icon" },
          { id: "oidc-c", name: "Plain", brand: undefined, icon: undefined },
        ],
        passwordReset: "absent",
      },
    );
  });

  it("finds OAuth 2.0 under its present and its former name", async () => {
    const offer = { oauth: { create: "offered", manageUrl: "https://auth.example.org/account" } };
    for (const path of ["v1/auth_metadata", "unstable/org.matrix.msc2965/auth_metadata"]) {
      const web = { ...versions, [`${base}/_matrix/client/${path}`]: METADATA };
      expect(await look("example.org", web).result).toMatchObject(offer);
    }
  });

  it("does not offer OAuth 2.0 that could not be carried out safely", async () => {
    for (const flaw of [
      { code_challenge_methods_supported: ["plain"] },
      { token_endpoint: "http://auth.example.org/token" },
      { authorization_endpoint: "javascript:alert(1)" },
      { grant_types_supported: ["authorization_code"] },
      { registration_endpoint: undefined },
    ]) {
      const web = { ...versions, [`${base}/_matrix/client/v1/auth_metadata`]: { ...METADATA, ...flaw } };
      expect((await look("example.org", web).result).oauth).toBeUndefined();
    }
  });
});

describe("discover", () => {
  it("follows .well-known from a server name or a Matrix ID", async () => {
    const web = {
      "https://example.org/.well-known/matrix/client": { "m.homeserver": { base_url: "https://matrix.example.org/" } },
      ...home("https://matrix.example.org"),
    };
    const expected = {
      baseUrl: "https://matrix.example.org",
      serverName: "example.org",
      flows: ["m.login.password"],
      identityProviders: [],
      oauth: undefined,
      passwordReset: "possible",
    };
    expect(await look(" Example.org ", web).result).toEqual({ ...expected, user: undefined });
    expect(await look("@Ada:example.org", web).result).toEqual({ ...expected, user: "Ada" });
  });

  it("uses the name itself where there is no .well-known", async () => {
    expect(await look("example.org", home("https://example.org")).result).toMatchObject({
      baseUrl: "https://example.org",
    });
  });

  it("takes a URL as it is, strips slashes, and keeps a path", async () => {
    expect(await look("https://example.org/sub//", home("https://example.org/sub")).result).toMatchObject({
      baseUrl: "https://example.org/sub",
      serverName: "example.org",
    });
  });

  it("helps a website's URL to its homeserver", async () => {
    const web = {
      "https://example.org/.well-known/matrix/client": { "m.homeserver": { base_url: "https://m.example.org" } },
      ...home("https://m.example.org"),
    };
    expect(await look("https://example.org", web).result).toMatchObject({
      baseUrl: "https://m.example.org",
      serverName: "example.org",
    });
  });

  it("tries http on loopback only", async () => {
    expect(await look("localhost:8811", home("http://localhost:8811")).result).toMatchObject({
      baseUrl: "http://localhost:8811",
      serverName: "localhost:8811",
    });
    expect(await look("http://127.0.0.1:8811", home("http://127.0.0.1:8811")).result).toMatchObject({
      baseUrl: "http://127.0.0.1:8811",
    });
    const plain = look("example.org", home("http://example.org"));
    expect(await reasonOf(() => plain.result)).toBe("unreachable");
    expect(plain.asked.every((url) => url.startsWith("https:"))).toBe(true);
    expect(await reasonOf(() => look("http://example.org", {}).result)).toBe("insecure");
  });

  it("does not wait on this machine for a guess that hangs", async () => {
    const web = home("http://localhost:8811");
    const clock = createFakeClock();
    const fake = async (url: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
      const found = web[String(url)];
      if (found !== undefined) return new Response(JSON.stringify(found));
      if (String(url).startsWith("http://localhost:8811/")) return new Response("{}", { status: 404 });
      return new Promise((_, reject) => init?.signal?.addEventListener("abort", () => reject(new Error("aborted"))));
    };
    const found = discover("localhost:8811", { fetch: fake, clock });
    expect(await found).toMatchObject({ baseUrl: "http://localhost:8811" });
    const lost = discover("localhost:8899", { fetch: fake, clock });
    const reason = reasonOf(() => lost);
    await clock.advance(5_000);
    expect(await reason).toBe("unreachable");
  });

  it("is not disturbed by a configured server that makes no sense", async () => {
    const known = [{ serverName: "odd", baseUrl: "http://odd.example" }];
    expect(await look("example.org", home("https://example.org"), known).result).toMatchObject({
      baseUrl: "https://example.org",
    });
  });

  it("knows the configured server by name and by URL", async () => {
    const known = [{ serverName: "localhost:8801", baseUrl: "http://localhost:8811" }];
    const web = home("http://localhost:8811");
    expect(await look("localhost:8801", web, known).result).toMatchObject({
      baseUrl: "http://localhost:8811",
      serverName: "localhost:8801",
    });
    expect(await look("@bo:localhost:8801", web, known).result).toMatchObject({
      baseUrl: "http://localhost:8811",
      user: "bo",
    });
    expect(await look("http://localhost:8811", web, known).result).toMatchObject({ serverName: "localhost:8801" });
  });

  it("says why it failed", async () => {
    expect(await reasonOf(() => look("nowhere.example", {}).result)).toBe("unreachable");
    expect(await reasonOf(() => look("example.org", { "https://example.org/": "hi" }).result)).toBe("not-matrix");
    const wellKnown = "https://example.org/.well-known/matrix/client";
    expect(await reasonOf(() => look("example.org", { [wellKnown]: { "m.homeserver": {} } }).result)).toBe(
      "not-matrix",
    );
    expect(
      await reasonOf(() => look("example.org", { [wellKnown]: { "m.homeserver": { base_url: "ftp://x" } } }).result),
    ).toBe("not-matrix");
    expect(
      await reasonOf(
        () => look("example.org", { [wellKnown]: { "m.homeserver": { base_url: "http://evil.example" } } }).result,
      ),
    ).toBe("insecure");
  });

  it("accepts a server that offers no login flows (OAuth only)", async () => {
    expect(await look("example.org", { "https://example.org/_matrix/client/versions": VERSIONS }).result).toMatchObject(
      { flows: [] },
    );
  });
});

it("refuses what is no name, id or URL", async () => {
  for (const input of [
    "",
    "  ",
    "@ada",
    "@ada:",
    "hello world",
    "a/b",
    "https://",
    "ftp://example.org",
    "https://user:pw@example.org",
    "javascript:alert(1)",
    "x".repeat(300),
  ])
    expect([input, await reasonOf(() => parseInput(input))]).toEqual([input, "invalid"]);
  expect(parseInput("münchen.example")).toMatchObject({ name: "xn--mnchen-3ya.example" });
  expect(parseBaseUrl("https://a.example/")).toBe("https://a.example");
});
