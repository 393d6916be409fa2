/** A new account, through everything a server may ask. */
import { uniqueName } from "../stack/matrix.mjs";
import { REGISTRATION_TOKEN, signInServers, type SignInServers } from "../stack/sign-in-servers.mjs";
import { throughServerPages } from "./support/server-page.ts";
import { expect, test } from "./support/world.ts";

let servers: SignInServers;
test.beforeAll(async () => {
  test.setTimeout(240_000);
  servers = await signInServers();
});
test.afterAll(async () => servers?.close());

test("user name as one types, password, token and terms; then one is in", async ({ app }) => {
  const { page } = app;
  const name = uniqueName("new");
  await app.open("/#/register");
  await page.getByLabel("Server", { exact: true }).fill(servers.open.url);
  const user = page.getByLabel("User name");
  await user.fill("not a name");
  await expect(page.getByText(/has only the letters a to z/)).toBeVisible();
  await user.fill(name);
  await expect(page.getByText(`@${name}:${servers.open.name} is free`)).toBeVisible();
  const password = page.getByLabel("Password", { exact: true });
  await password.fill("abc");
  await expect(page.getByText(/Easy to guess/)).toBeVisible();
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await expect(page.getByText(/wants a longer password/)).toBeVisible();
  await password.fill("slow ferry, grey gulls");
  await expect(page.getByText("A good password")).toBeVisible();
  await page.getByRole("button", { name: "Continue", exact: true }).click();

  await expect(page.getByRole("heading", { name: "Registration token" })).toBeVisible();
  await page.getByLabel("Registration token").fill("wrong");
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await expect(page.getByText(/does not know this token/)).toBeVisible();
  await page.getByLabel("Registration token").fill(REGISTRATION_TOKEN);
  await page.getByRole("button", { name: "Continue", exact: true }).click();

  await expect(page.getByRole("heading", { name: /Agree to the server/ })).toBeFocused();
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await expect(page.getByText(/Tick every one/)).toBeVisible();
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await expect(app.list).toBeVisible();
  // Beside the list: what a new account ought to do first, and the way past it.
  await page.getByRole("region", { name: "Encryption" }).getByRole("button", { name: "Do it later" }).click();
  await expect(page.getByRole("link", { name: /^Start a chat/ })).toBeVisible();
});

test("a server that takes no accounts says so; an OAuth server makes them on its own page", async ({ app }) => {
  const { page } = app;
  await app.open("/#/register");
  await page.getByLabel("Server", { exact: true }).fill(servers.oauth.url);
  await page.getByRole("button", { name: /^Create an account at/ }).click();
  await throughServerPages(page, uniqueName("made"));
  await expect(app.list).toBeVisible();
});
