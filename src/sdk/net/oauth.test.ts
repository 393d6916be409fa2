import { expect, it } from "vitest";
import { createFakeClock } from "#sdk/testing/fake-clock.ts";
import { accountPageUrl } from "./account-page.ts";
import { parseAuthMetadata } from "./auth-metadata.ts";
import { authorizeUrl, exchangeCode, refreshByOAuth, revoke } from "./oauth.ts";
import { codeChallenge, newDeviceId, randomSecret } from "./pkce.ts";

const METADATA = {
  issuer: "https://auth.example/",
  authorization_endpoint: "https://auth.example/authorize?theme=dark",
  token_endpoint: "https://auth.example/token",
  registration_endpoint: "https://auth.example/register",
  response_types_supported: ["code"],
  grant_types_supported: ["authorization_code", "refresh_token"],
  response_modes_supported: ["query"],
  code_challenge_methods_supported: ["S256"],
};

function net(answer: () => Response) {
  const asked: { url: string; body: string; headers: unknown }[] = [];
  const clock = createFakeClock();
  const quiet = { error: () => undefined, info: () => undefined, debug: () => undefined };
  const fake = async (url: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    asked.push({ url: String(url), body: String(init?.body), headers: init?.headers });
    return answer();
  };
  return { net: { clock, log: quiet, fetch: fake }, asked, clock };
}

it("makes the challenge of RFC 7636, appendix B, and secrets nobody guesses", async () => {
  const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  expect(await codeChallenge(verifier)).toBe("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  expect(randomSecret()).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(new Set(Array.from({ length: 100 }, randomSecret)).size).toBe(100);
  expect(newDeviceId()).toMatch(/^[A-Z]{10}$/);
});

it("leads to the sign-in page with a challenge, a state and the scope of one device", async () => {
  const request = {
    clientId: "c",
    redirectUri: "https://app.example/",
    state: "s",
    verifier: "v",
    deviceId: "DEV",
    action: "register",
  } as const;
  for (const [naming, scope] of [
    ["stable", "urn:matrix:client:api:* urn:matrix:client:device:DEV"],
    ["unstable", "urn:matrix:org.matrix.msc2967.client:api:* urn:matrix:org.matrix.msc2967.client:device:DEV"],
  ] as const) {
    const metadata = parseAuthMetadata(METADATA, naming);
    if (!metadata) throw new Error("no metadata");
    const url = new URL(await authorizeUrl(metadata, { ...request, hint: "@a:b" }));
    expect(`${url.origin}${url.pathname}`).toBe("https://auth.example/authorize");
    expect(Object.fromEntries(url.searchParams)).toEqual({
      theme: "dark",
      response_type: "code",
      response_mode: "query",
      client_id: "c",
      redirect_uri: "https://app.example/",
      scope,
      state: "s",
      code_challenge_method: "S256",
      code_challenge: await codeChallenge("v"),
      login_hint: "mxid:@a:b",
    });
  }
});

it("exchanges a code and refreshes by form, without any token", async () => {
  const { net: ports, asked, clock } = net(() => Response.json({ access_token: "a", expires_in: 10 }));
  const grant = { tokenEndpoint: "https://auth.example/token?x=1", clientId: "c" };
  expect(
    await exchangeCode(ports, { ...grant, redirectUri: "https://app.example/", code: "k", verifier: "v" }),
  ).toEqual({
    accessToken: "a",
    refreshToken: undefined,
    expiresAt: clock.now() + 10_000,
  });
  expect(asked[0]).toEqual({
    url: "https://auth.example/token?x=1",
    body: "grant_type=authorization_code&client_id=c&redirect_uri=https%3A%2F%2Fapp.example%2F&code=k&code_verifier=v",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
  });
  // A server that does not rotate says nothing of the old one.
  expect(await refreshByOAuth(ports, { ...grant, refreshToken: "r" })).toMatchObject({ refreshToken: "r" });
});

it("needs no answer to a revocation but a good one", async () => {
  const target = { endpoint: "https://auth.example/revoke", clientId: "c", token: "r" };
  await revoke(net(() => new Response("")).net, target, 1_000);
  await expect(revoke(net(() => new Response("", { status: 503 })).net, target, 1_000)).rejects.toThrow();
});

it("names an action of the account's page as the server does", () => {
  const page = {
    url: "https://auth.example/account?lang=en",
    actions: ["org.matrix.session_end", "org.matrix.profile"],
  };
  expect(accountPageUrl(page, "sign-out-device", "D")).toBe(
    "https://auth.example/account?lang=en&action=org.matrix.session_end&device_id=D",
  );
  expect(accountPageUrl(page, "deactivate")).toBe("https://auth.example/account?lang=en");
});
