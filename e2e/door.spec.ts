/** The ways in that lead over a server's own pages, and the way back in after a session ended. */
import { adminRegister, newUser, request, uniqueName } from "../stack/matrix.mjs";
import type { Fault, ProxiedRequest } from "../stack/proxy.mjs";
import { linkInMail, LIFETIME, signInServers, type SignInServers } from "../stack/sign-in-servers.mjs";
import { bodiesOf } from "./support/rooms.ts";
import { throughServerPages } from "./support/server-page.ts";
import { expect, PASSWORD, test } from "./support/world.ts";

/** From now on the server takes no token, and means no harm by it. */
function endsSession({ path }: ProxiedRequest): Fault {
  if (path.endsWith("/login") || path.endsWith("/versions")) return undefined;
  const body = '{"errcode":"M_UNKNOWN_TOKEN","error":"Access token has expired","soft_logout":true}';
  return { status: 401, body };
}

test.describe("on servers with every way of signing in", () => {
  let servers: SignInServers;
  test.beforeAll(async () => {
    test.setTimeout(240_000);
    servers = await signInServers();
  });
  test.afterAll(async () => servers?.close());

  test("single sign-on: there, back, and no token is left in the address or the history", async ({ app }) => {
    const { page } = app;
    await app.open();
    await page.getByLabel("Server, or your Matrix ID").fill(servers.open.url);
    await page.getByRole("button", { name: "Continue with Dev SSO" }).click();
    await throughServerPages(page, uniqueName("sso"));
    await expect(app.list).toBeVisible();
    expect(page.url()).not.toMatch(/loginToken|attempt/);
    await page.reload();
    await expect(app.list).toBeVisible();
    expect(page.url()).not.toMatch(/loginToken|attempt/);
  });

  test("a token that this browser did not ask for signs nobody in, and says so", async ({ app }) => {
    const { page } = app;
    await app.open("/?loginToken=somebody-elses#/login");
    await expect(page.getByText(/was not started in this browser/)).toBeVisible();
    expect(page.url()).not.toContain("somebody-elses");
    await app.open("/#state=unknown&code=secret-code");
    await page.reload();
    await expect(page.getByLabel("Server, or your Matrix ID")).toBeVisible();
    expect(page.url()).not.toContain("secret-code");
  });

  test("OAuth: no password is asked for, tokens are renewed without a pause, sign-out ends it", async ({ app }) => {
    const { page } = app;
    await app.open();
    await page.getByLabel("Server, or your Matrix ID").fill(servers.oauth.url);
    await page.getByRole("button", { name: /^Continue with/ }).click();
    await throughServerPages(page, uniqueName("oauth"));
    await expect(app.list).toBeVisible();
    expect(page.url()).not.toMatch(/code=|state=/);
    await app.createRoom({ name: "Renewals", topic: "", access: "private", alias: "" });
    await app.say("at once");
    await expect(app.message("at once")).toHaveCount(1);
    // Longer than a token lives.
    const later = Date.now() + (LIFETIME + 1) * 1000;
    await expect.poll(() => Date.now(), { timeout: 30_000 }).toBeGreaterThan(later);
    await app.say("with the next token");
    await expect(app.message("with the next token")).toHaveCount(1);
    await expect(app.message("with the next token").getByText(/not sent/i)).toHaveCount(0);
    await app.signOut();
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  });

  test("saying no at the OAuth server leads back with a sentence", async ({ app }) => {
    const { page } = app;
    await app.open();
    await page.getByLabel("Server, or your Matrix ID").fill(servers.oauth.url);
    await page.getByRole("button", { name: /^Continue with/ }).click();
    await page.locator("[name=cancel]").click();
    await expect(page.getByText(/You said no on the server/)).toBeVisible();
  });

  test("a forgotten password: a mail, a link, a new password", async ({ app }) => {
    const { page } = app;
    const { url } = servers.open;
    const name = uniqueName("lost");
    const email = `${name}@example.test`;
    const user = await newUser(url, name);
    const admin = await adminRegister(url, uniqueName("adm"), PASSWORD, { admin: true });
    await request(url, "PUT", `/_synapse/admin/v2/users/${encodeURIComponent(user.userId)}`, {
      token: admin.access_token,
      body: { threepids: [{ medium: "email", address: email }] },
    });
    await app.open();
    await page.getByLabel("Server, or your Matrix ID").fill(url);
    await page.getByRole("link", { name: "Forgot your password?" }).click();
    await page.getByLabel("E-mail address").fill(email);
    await page.getByRole("button", { name: "Send the mail" }).click();
    await expect(page.getByRole("heading", { name: "Check your mail" })).toBeFocused();
    await page.getByLabel("New password", { exact: true }).fill("slow ferry, grey gulls");
    await expect(page.getByText("A good password")).toBeVisible();
    await page.getByRole("button", { name: "Set the password" }).click();
    await expect(page.getByText(/has not been opened yet/)).toBeVisible();
    const mail = await page.context().newPage();
    await mail.goto(await linkInMail(email));
    await mail.locator("button, input[type=submit]").first().click();
    await mail.waitForLoadState();
    await mail.close();
    await page.getByRole("button", { name: "Set the password" }).click();
    await expect(page.getByText(/Your new password is set/)).toBeVisible();
    await app.fillSignIn(url, name, "slow ferry, grey gulls");
    await expect(app.list).toBeVisible();
  });
});

test("a soft logout keeps the unsent message and sends it after signing in again", async ({ app, user, network }) => {
  const { page } = app;
  const roomId = await user.create({ name: "Kept" });
  await app.signIn(network.url, user.userId, PASSWORD);
  await app.openRoom("Kept");
  network.fault(({ path }) => (/\/send\//.test(path) ? "offline" : undefined));
  await app.say("kept over the logout");
  await expect(app.message("kept over the logout")).toHaveCount(1);
  network.fault(endsSession);
  await expect(page.getByRole("heading", { name: "Your session ended" })).toBeVisible();
  await expect(page.getByText("1 message waits to be sent")).toBeVisible();
  await expect(page.getByText("kept over the logout")).toHaveCount(0);
  await page.reload();
  await expect(page.getByText("1 message waits to be sent")).toBeVisible();
  expect(await page.evaluate(() => localStorage.getItem("hubbub:list"))).toBeNull();

  const password = page.getByLabel("Password", { exact: true });
  await expect(password).toBeFocused();
  network.fault(undefined);
  await password.fill("wrong");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText(/That password is not right for/)).toBeVisible();
  await password.fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(app.list).toBeVisible();
  await expect
    .poll(async () => (await bodiesOf(user, roomId)).filter((body) => body === "kept over the logout"))
    .toHaveLength(1);
});

test("what a soft logout kept can be removed", async ({ app, user, network }) => {
  const { page } = app;
  await user.create({ name: "Removed" });
  await app.signIn(network.url, user.userId, PASSWORD);
  await app.openRoom("Removed");
  network.fault(({ path }) => (path.includes("/send/") ? "offline" : undefined));
  await app.say("never sent");
  await expect(app.message("never sent")).toHaveCount(1);
  network.fault(endsSession);
  await expect(page.getByRole("heading", { name: "Your session ended" })).toBeVisible();
  await page.getByRole("button", { name: "Remove my data from this device" }).click();
  await page.getByRole("button", { name: "Remove data" }).click();
  await expect(page.getByLabel("Server, or your Matrix ID")).toBeVisible();
});
