/** Every way into an account, on servers that ask for it (`stack/sign-in-servers.mjs`). */
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { Failure } from "#api/errors.ts";
import { parseRoomId } from "#api/ids.ts";
import { nextStage, type Answer, type Challenge } from "#api/uia.ts";
import type { Clock } from "#lib/clock.ts";
import { systemClock } from "#lib/system-clock.ts";
import { createMemoryStore } from "#sdk/store/memory.ts";
import { SESSION_KEY } from "#sdk/store/read-session.ts";
import type { Store } from "#sdk/store/store.ts";
import { walkForms } from "#sdk/testing/form-walker.ts";
import { createPortPair } from "#sdk/testing/port-pair.ts";
import { openTestTab, type TestTab } from "#sdk/testing/test-tab.ts";
import { newUser, request, signIn as signInElsewhere, uniqueName } from "../../../stack/matrix.mjs";
import { createProxy, type Proxy } from "../../../stack/proxy.mjs";
import { PASSWORD } from "../../../stack/servers.mjs";
import { linkInMail, REGISTRATION_TOKEN, signInServers, type SignInServers } from "../../../stack/sign-in-servers.mjs";
import { createAccount } from "./account.ts";
import { createCore, type Core } from "./core.ts";
import { createLog } from "./log.ts";

const RETURN_TO = "http://localhost:8105/";
const within = { timeout: 20_000, interval: 50 };
const running: Core[] = [];
const proxies: Proxy[] = [];
let servers: SignInServers;

beforeAll(async () => {
  servers = await signInServers();
}, 240_000);

afterEach(async () => {
  for (const core of running.splice(0)) await core.close();
  for (const proxy of proxies.splice(0)) await proxy.close();
});

afterAll(async () => servers?.close());

/** A core on a store that stays when the core goes, as the disk does. */
function startCore(disk: { store: Store } = { store: createMemoryStore() }, clock: Clock = systemClock) {
  const core = createCore({
    build: "test",
    alive: Promise.resolve("core-alive:test"),
    clock,
    log: createLog(clock),
    buildAccount: createAccount,
    openStore: async () => {
      const { store } = disk;
      const destroy = async (): Promise<void> => {
        disk.store = createMemoryStore();
      };
      return { ...store, destroy, close: () => undefined };
    },
    standing: () => "owner",
    onTakeOver: () => undefined,
    waitForDeath: () => new Promise(() => undefined),
    onBroken: (failure) => {
      throw failure;
    },
  });
  running.push(core);
  void core.open();
  const pair = createPortPair();
  core.connect(pair.core);
  return { core, disk, tab: openTestTab(pair.tab) };
}

/** What a call answered, or the failure it ended with. */
async function done<T>(result: Promise<{ ok: true; value: T } | { ok: false; error: Failure["error"] }>): Promise<T> {
  const answer = await result;
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.value;
}

async function token(disk: { store: Store }): Promise<string> {
  const session = await disk.store.get("meta", SESSION_KEY);
  return (session as { readonly accessToken: string }).accessToken;
}

function beginSso(tab: TestTab) {
  const { url: baseUrl, name: serverName } = servers.open;
  const args = { baseUrl, serverName, identityProvider: "oidc-dev", action: "login", deviceName: "test" } as const;
  return done(tab.call("session.beginSso", { ...args, returnTo: RETURN_TO }));
}

async function walkSso(url: string, username: string) {
  const back = await walkForms({ url, until: RETURN_TO, username });
  return { nonce: back.searchParams.get("attempt") ?? "", loginToken: back.searchParams.get("loginToken") ?? "" };
}

function beginOAuth(tab: TestTab) {
  const { url: baseUrl, name: serverName } = servers.oauth;
  const client = { clientName: "Hubbub", clientUri: RETURN_TO, returnTo: RETURN_TO, deviceName: "test" };
  return done(tab.call("session.beginOAuth", { baseUrl, serverName, action: "login", ...client }));
}

async function walkOAuth(url: string, username: string, press?: string) {
  const back = await walkForms({ url, until: RETURN_TO, username, ...(press === undefined ? {} : { press }) });
  const params = new URLSearchParams(back.hash.slice(1));
  const state = params.get("state") ?? "";
  const error = params.get("error");
  return error === null ? { state, code: params.get("code") ?? "" } : { state, error };
}

/** Signs a user of the open server in, by way of a proxy that can make days bad. */
async function signIn(tab: TestTab, user: string, baseUrl = servers.open.url): Promise<void> {
  const args = { baseUrl, serverName: servers.open.name, user, password: PASSWORD, deviceName: "test" };
  await done(tab.call("session.signIn", args));
}

async function throughProxy(): Promise<Proxy> {
  const proxy = await createProxy({ target: servers.open.url });
  proxies.push(proxy);
  return proxy;
}

const SOFT = {
  status: 401,
  body: '{"errcode":"M_UNKNOWN_TOKEN","error":"Access token has expired","soft_logout":true}',
};

describe("what a server offers", () => {
  test("is found before anybody signs in", async () => {
    const { tab } = startCore();
    expect(await done(tab.call("session.discover", { input: servers.open.name }))).toMatchObject({
      baseUrl: servers.open.url,
      identityProviders: [{ id: "oidc-dev", name: "Dev SSO", brand: "github" }],
      oauth: undefined,
      passwordReset: "possible",
    });
    expect(await done(tab.call("session.discover", { input: servers.oauth.name }))).toMatchObject({
      baseUrl: servers.oauth.url,
      flows: [],
      oauth: { create: "offered", manageUrl: "http://localhost:29103/account/" },
      passwordReset: "absent",
    });
    expect(await done(tab.call("session.registrationOffer", { baseUrl: servers.open.url }))).toEqual({
      state: "open",
      stages: ["m.login.registration_token", "m.login.terms", "m.login.dummy"],
      emailRequired: false,
    });
    expect(await done(tab.call("session.registrationOffer", { baseUrl: servers.oauth.url }))).toEqual({
      state: "closed",
    });
  });
});

describe("single sign-on", () => {
  test("signs in once, with an attempt of this browser, and new tokens come without a pause", async () => {
    const name = uniqueName("sso");
    const first = startCore();
    const { url } = await beginSso(first.tab);
    const answer = await walkSso(url, name);
    // The worker dies while the person is away; the attempt does not.
    await first.core.close();
    const { tab, disk } = startCore(first.disk);
    const stranger = startCore().tab;
    const unknown = { ok: false, error: { kind: "sign-in", reason: "unknown-attempt" } };
    expect(await stranger.call("session.finishSso", answer)).toEqual(unknown);
    expect(await tab.call("session.finishSso", { ...answer, nonce: "guessed" })).toEqual(unknown);
    const { userId } = await done(tab.call("session.finishSso", answer));
    expect(userId).toBe(`@${name}:${servers.open.name}`);

    const before = await token(disk);
    await vi.waitFor(async () => expect(await token(disk)).not.toBe(before), within);
    // The new token is the one in use.
    await done(tab.call("people.search", { query: uniqueName("nobody"), limit: 1 }));
    await done(tab.call("session.signOut", {}));
    expect(await tab.call("session.finishSso", answer)).toEqual(unknown);
  });

  test("an attempt ends after ten minutes", async () => {
    let late = 0;
    const clock: Clock = { ...systemClock, now: () => systemClock.now() + late };
    const { tab } = startCore(undefined, clock);
    const { url } = await beginSso(tab);
    const answer = await walkSso(url, uniqueName("late"));
    late = 10 * 60_000 + 1;
    const expired = { ok: false, error: { kind: "sign-in", reason: "expired" } };
    expect(await tab.call("session.finishSso", answer)).toEqual(expired);
  });
});

describe("OAuth 2.0", () => {
  test("signs in, renews its tokens, leads to the account's page, and revokes at sign-out", async () => {
    const name = uniqueName("oauth");
    const first = startCore();
    const answer = await walkOAuth((await beginOAuth(first.tab)).url, name);
    await first.core.close();
    const { tab, disk } = startCore(first.disk);
    const { userId } = await done(tab.call("session.finishOAuth", answer));
    expect(userId).toBe(`@${name}:${servers.oauth.name}`);
    const deviceId = ((await disk.store.get("meta", SESSION_KEY)) as { deviceId: string }).deviceId;

    const before = await token(disk);
    await vi.waitFor(async () => expect(await token(disk)).not.toBe(before), within);
    await done(tab.call("people.search", { query: uniqueName("nobody"), limit: 1 }));

    const abilities = tab.value("abilities", {});
    await vi.waitFor(
      () => expect(abilities()).toMatchObject({ password: "account-page", displayName: "here" }),
      within,
    );
    const manage = await done(tab.call("account.manageUrl", { action: "sign-out-device", deviceId }));
    expect(manage).toBe(`http://localhost:29103/account/?action=org.matrix.device_delete&device_id=${deviceId}`);

    const last = await token(disk);
    expect(await done(tab.call("session.signOut", {}))).toEqual({ server: "told" });
    const whoAmI = request(servers.oauth.url, "GET", "/_matrix/client/v3/account/whoami", { token: last });
    await expect(whoAmI).rejects.toMatchObject({ status: 401 });
    expect(await tab.call("session.finishOAuth", answer)).toMatchObject({ ok: false });
  });

  test("a no on the server's page is told as one, and the same client asks again", async () => {
    const { tab } = startCore();
    const first = await beginOAuth(tab);
    const answer = await walkOAuth(first.url, "nobody", "cancel");
    const denied = { ok: false, error: { kind: "sign-in", reason: "denied" } };
    expect(await tab.call("session.finishOAuth", answer)).toEqual(denied);
    const second = new URL((await beginOAuth(tab)).url).searchParams;
    const before = new URL(first.url).searchParams;
    expect(second.get("client_id")).toBe(before.get("client_id"));
    expect(second.get("state")).not.toBe(before.get("state"));
    expect(second.get("code_challenge")).not.toBe(before.get("code_challenge"));
  });
});

describe("registration", () => {
  function registering(tab: TestTab, username: string, password = PASSWORD) {
    const args = { baseUrl: servers.open.url, username, password, deviceName: "test" };
    return (answer?: Answer) => tab.call("session.register", { ...args, ...(answer ? { answer } : {}) });
  }

  async function challengeOf(result: ReturnType<ReturnType<typeof registering>>): Promise<Challenge> {
    const outcome = await done(result);
    if (outcome.state !== "challenge") throw new Error("there was nothing to answer");
    return outcome.challenge;
  }

  test("goes through token and terms, and says what is wrong in the server's codes", async () => {
    const { tab } = startCore();
    const name = uniqueName("new");
    const { url: baseUrl } = servers.open;
    expect(await done(tab.call("session.checkUsername", { baseUrl, username: name }))).toBe("free");
    expect(await done(tab.call("session.checkUsername", { baseUrl, username: "Not A Name" }))).toBe("malformed");
    const weak = { ok: false, error: { kind: "matrix", errcode: "M_PASSWORD_TOO_SHORT" } };
    expect(await registering(tab, name, "abc")()).toMatchObject(weak);

    const register = registering(tab, name);
    const first = await challengeOf(register());
    const { session } = first;
    expect(nextStage(first)).toBe("m.login.registration_token");
    const wrong = await challengeOf(register({ stage: "m.login.registration_token", session, token: "wrong" }));
    expect(wrong.refusal?.errcode).toBe("M_UNAUTHORIZED");
    const second = await challengeOf(
      register({ stage: "m.login.registration_token", session, token: REGISTRATION_TOKEN }),
    );
    expect(nextStage(second)).toBe("m.login.terms");
    expect(second.terms).toMatchObject([{ name: "Terms of this test server" }]);
    const outcome = await done(register({ stage: "m.login.terms", session }));
    expect(outcome).toEqual({ state: "done", value: { userId: `@${name}:${servers.open.name}` } });
    expect(await done(tab.call("session.checkUsername", { baseUrl, username: name }))).toBe("taken");
  });

  test("with an e-mail address, which later sets a new password", async () => {
    const { tab } = startCore();
    const name = uniqueName("mail");
    const email = `${name}@example.test`;
    const { url: baseUrl } = servers.open;
    const register = registering(tab, name);
    const { session } = await challengeOf(register());
    await challengeOf(register({ stage: "m.login.registration_token", session, token: REGISTRATION_TOKEN }));
    const proof = await done(tab.call("session.requestEmail", { baseUrl, purpose: "register", email }));
    const early = await challengeOf(register({ stage: "m.login.email.identity", session, proof }));
    expect(early.refusal?.errcode).toBe("M_UNAUTHORIZED");
    await fetch(await linkInMail(email));
    const middle = await challengeOf(register({ stage: "m.login.email.identity", session, proof }));
    expect(nextStage(middle)).toBe("m.login.terms");
    await done(register({ stage: "m.login.terms", session }));
    await done(tab.call("session.signOut", {}));

    const reset = await done(tab.call("session.requestEmail", { baseUrl, purpose: "reset-password", email }));
    const args = { baseUrl, proof: reset, password: "another one", signOutEverywhere: true };
    expect(await done(tab.call("session.resetPassword", args))).toBe("link-not-opened");
    const link = await linkInMail(email, { after: 1 });
    // The page asks whether it was really meant.
    await walkForms({ url: link, until: "never:", username: "" }).catch(() => undefined);
    expect(await done(tab.call("session.resetPassword", args))).toBe("done");
    const signIn = { baseUrl, serverName: servers.open.name, user: email, deviceName: "test" };
    expect(await tab.call("session.signIn", { ...signIn, password: PASSWORD })).toMatchObject({ ok: false });
    expect(await tab.call("session.signIn", { ...signIn, password: "another one" })).toMatchObject({ ok: true });
  });
});

describe("the end of a token", () => {
  test("while a message is under way loses nothing: soft logout keeps it, signing in again sends it once", async () => {
    const name = uniqueName("soft");
    const me = await newUser(servers.open.url, name);
    const roomId = parseRoomId(await me.create({ name: "Kept" }));
    if (!roomId) throw new Error("no room");
    const proxy = await throughProxy();
    const first = startCore();
    await signIn(first.tab, name, proxy.url);
    const session = first.tab.value("session", {});
    const timeline = first.tab.list("timeline", { roomId, anchor: "live" });
    await vi.waitFor(() => expect(JSON.stringify(timeline().items)).toContain("created"), within);
    const device = ((await first.disk.store.get("meta", SESSION_KEY)) as { deviceId: string }).deviceId;

    // From now on the server takes no token any more, new or old.
    proxy.fault(({ path }) => (path.endsWith("/login") ? undefined : SOFT));
    await first.tab.call("message.send", { roomId, markdown: "kept over the logout" });
    await vi.waitFor(() => expect(session()).toMatchObject({ state: "soft-logged-out", unsent: 1 }), within);
    expect(timeline().items).toEqual([]);
    expect(await token(first.disk)).toBe("");
    await first.core.close();

    const { tab, disk } = startCore(first.disk);
    const again = tab.value("session", {});
    await vi.waitFor(() => expect(again()).toMatchObject({ state: "soft-logged-out", unsent: 1 }), within);
    const other = await newUser(servers.open.url);
    const otherUser = { ok: false, error: { kind: "sign-in", reason: "other-user" } };
    const args = { baseUrl: proxy.url, serverName: servers.open.name, password: PASSWORD, deviceName: "test" };
    // The server that begins a session for somebody else is told to end it.
    proxy.fault(undefined);
    expect(await tab.call("session.signIn", { ...args, user: other.userId })).toEqual(otherUser);
    expect(await tab.call("session.signInAgain", { password: "wrong" })).toMatchObject({ ok: false });
    await done(tab.call("session.signInAgain", { password: PASSWORD }));
    expect(((await disk.store.get("meta", SESSION_KEY)) as { deviceId: string }).deviceId).toBe(device);
    await vi.waitFor(async () => {
      const { chunk } = await me.messages(roomId);
      expect(chunk.filter(({ content }) => content["body"] === "kept over the logout")).toHaveLength(1);
    }, within);
  });

  test("a soft logout can be ended by forgetting, and then nothing is left", async () => {
    const name = uniqueName("forget");
    await newUser(servers.open.url, name);
    const proxy = await throughProxy();
    const { tab, disk } = startCore();
    await signIn(tab, name, proxy.url);
    const session = tab.value("session", {});
    proxy.fault(() => SOFT);
    await tab.call("people.search", { query: "x", limit: 1 });
    await vi.waitFor(() => expect(session()?.state).toBe("soft-logged-out"), within);
    await done(tab.call("session.forget", {}));
    expect(session()).toMatchObject({ state: "signed-out", reason: "by-user" });
    expect(await disk.store.get("meta", SESSION_KEY)).toBeUndefined();
  });

  test("for a moment, mid-send, is mended: new tokens, and the message goes out once", async () => {
    const name = uniqueName("renewed");
    const me = await newUser(servers.open.url, name);
    const roomId = parseRoomId(await me.create({ name: "Renewed" }));
    if (!roomId) throw new Error("no room");
    const proxy = await throughProxy();
    const { tab, disk } = startCore();
    await signIn(tab, name, proxy.url);
    const session = tab.value("session", {});
    const timeline = tab.list("timeline", { roomId, anchor: "live" });
    await vi.waitFor(() => expect(JSON.stringify(timeline().items)).toContain("created"), within);
    const before = await token(disk);
    let refusals = 0;
    proxy.fault(({ path }) => (path.includes("/send/") && refusals++ === 0 ? SOFT : undefined));
    await done(tab.call("message.send", { roomId, markdown: "on its way" }));
    await vi.waitFor(async () => {
      const { chunk } = await me.messages(roomId);
      expect(chunk.filter(({ content }) => content["body"] === "on its way")).toHaveLength(1);
    }, within);
    expect(await token(disk)).not.toBe(before);
    expect(session()).toMatchObject({ state: "signed-in" });
  });

  test("a revoked session is destroyed, and says how many messages went with it", async () => {
    const name = uniqueName("hard");
    const me = await newUser(servers.open.url, name);
    const roomId = parseRoomId(await me.create({ name: "Gone" }));
    if (!roomId) throw new Error("no room");
    const proxy = await throughProxy();
    const { tab } = startCore();
    await signIn(tab, name, proxy.url);
    const session = tab.value("session", {});
    const timeline = tab.list("timeline", { roomId, anchor: "live" });
    await vi.waitFor(() => expect(JSON.stringify(timeline().items)).toContain("created"), within);
    proxy.fault(({ path }) => (path.includes("/send/") ? { status: 502 } : undefined));
    await tab.call("message.send", { roomId, markdown: "never sent" });
    await me.logoutAll();
    await tab.call("people.search", { query: uniqueName("nobody"), limit: 1 });
    await vi.waitFor(() => expect(session()).toEqual({ state: "signed-out", reason: "by-server", lost: 1 }), within);
  });
});

describe("the own account", () => {
  test("name, picture, sessions, password, address, and its end", async () => {
    const name = uniqueName("own");
    const me = await newUser(servers.open.url, name);
    const { tab, disk } = startCore();
    await signIn(tab, name);
    const session = tab.value("session", {});
    await done(tab.call("account.setDisplayName", { name: "Ada of the tests" }));
    expect(session()).toMatchObject({ me: { name: "Ada of the tests" } });
    const picture = new Blob([new Uint8Array([137, 80, 78, 71])], { type: "image/png" });
    const { avatar } = await done(tab.call("account.setAvatar", { picture }));
    expect(avatar).toMatch(/^mxc:/);
    expect(session()).toMatchObject({ me: { avatar: { mxc: avatar } } });

    const devices = tab.value("devices", {});
    const list = () => {
      const now = devices();
      return now?.state === "ready" ? now.devices : [];
    };
    await vi.waitFor(() => expect(list()).toHaveLength(2), within);
    expect(list()[0]).toMatchObject({ standing: "this", name: "test" });
    await done(tab.call("account.renameDevice", { deviceId: me.deviceId ?? "", name: "The old one" }));
    await vi.waitFor(() => expect(list()[1]).toMatchObject({ name: "The old one" }), within);

    const guard = async (challenged: Promise<unknown>): Promise<Answer> => {
      const outcome = (await challenged) as { value: { challenge: Challenge } };
      const { challenge } = outcome.value;
      expect(nextStage(challenge)).toBe("m.login.password");
      return { stage: "m.login.password", session: challenge.session, password: PASSWORD };
    };
    const args = { deviceIds: [me.deviceId ?? ""] };
    const answer = await guard(tab.call("account.signOutDevices", args));
    const wrong = await done(
      tab.call("account.signOutDevices", { ...args, answer: { ...answer, password: "no" } as Answer }),
    );
    expect(wrong).toMatchObject({ state: "challenge", challenge: { refusal: { errcode: "M_FORBIDDEN" } } });
    expect(await done(tab.call("account.signOutDevices", { ...args, answer }))).toEqual({ state: "done" });
    await vi.waitFor(() => expect(list()).toHaveLength(1), within);

    const email = `${name}@example.test`;
    const proof = await done(tab.call("account.requestEmail", { email }));
    const addAnswer = await guard(tab.call("account.addEmail", { proof }));
    expect(await done(tab.call("account.addEmail", { proof, answer: addAnswer }))).toEqual({
      state: "done",
      value: "link-not-opened",
    });
    await fetch(await linkInMail(email));
    const addAgain = await guard(tab.call("account.addEmail", { proof }));
    expect(await done(tab.call("account.addEmail", { proof, answer: addAgain }))).toMatchObject({ value: "added" });
    expect(await done(tab.call("account.addresses", {}))).toMatchObject([{ medium: "email", address: email }]);
    await done(tab.call("account.removeAddress", { medium: "email", address: email }));
    expect(await done(tab.call("account.addresses", {}))).toEqual([]);

    const change = { password: "a new password", signOutOthers: true };
    const changeAnswer = await guard(tab.call("account.changePassword", change));
    const elsewhere = await signInElsewhere(servers.open.url, name, PASSWORD);
    expect(await done(tab.call("account.changePassword", { ...change, answer: changeAnswer }))).toEqual({
      state: "done",
      value: { others: "signed-out" },
    });
    await expect(elsewhere.call("GET", "/_matrix/client/v3/account/whoami")).rejects.toMatchObject({ status: 401 });
    // This one goes on, also when its token is renewed.
    const before = await token(disk);
    await vi.waitFor(async () => expect(await token(disk)).not.toBe(before), within);

    const end = { erase: true };
    const endAnswer = await guard(tab.call("account.deactivate", end));
    const outcome = await done(
      tab.call("account.deactivate", { ...end, answer: { ...endAnswer, password: "a new password" } as Answer }),
    );
    expect(outcome.state).toBe("done");
    expect(session()).toMatchObject({ state: "signed-out", reason: "deactivated" });
  });
});
