import { startWebServer } from "../scripts/serve.mjs";
import { Hubbub } from "./support/hubbub.ts";
import { expect, PASSWORD, SERVER_A, tab, test } from "./support/world.ts";

test("config.json: brand, theme, the one server and the name of the session", async ({
  browser,
  contextOptions,
  errors,
  user,
}) => {
  const server = await startWebServer({
    dir: "dist",
    config: {
      brand: "Harbour chat",
      default_theme: "dark",
      disable_custom_urls: true,
      default_device_display_name: "Harbour desk",
      default_server_config: { "m.homeserver": { base_url: SERVER_A, server_name: "localhost:8801" } },
    },
  });
  const context = await browser.newContext({ ...contextOptions, baseURL: server.url });
  try {
    const app = new Hubbub(await tab(context, errors));
    await app.open();
    await expect(app.page.getByText("Harbour chat").first()).toBeVisible();
    await expect(app.page.locator("html")).toHaveAttribute("data-theme", "dark");
    await expect(app.page.getByLabel("Server, or your Matrix ID")).toHaveAttribute("readonly", "");
    await app.page.getByLabel("User name").fill(user.userId);
    await app.page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await app.page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(app.list).toBeVisible();
    await expect(app.page).toHaveTitle(/Harbour chat/);
    const devices = await user.call("GET", "/_matrix/client/v3/devices");
    expect(JSON.stringify(devices)).toContain("Harbour desk");
  } finally {
    await context.close();
    await server.close();
  }
});

test("a sub-path: the build works wherever it lies", async ({ browser, contextOptions, errors, user }) => {
  const server = await startWebServer({ dir: "dist", base: "/apps/chat/" });
  const context = await browser.newContext({ ...contextOptions, baseURL: `${server.url}/apps/chat/` });
  try {
    const app = new Hubbub(await tab(context, errors));
    await app.page.goto("./");
    await app.fillSignIn(SERVER_A, user.userId, PASSWORD);
    await expect(app.list).toBeVisible();
    await app.page.reload();
    await expect(app.list).toBeVisible();
  } finally {
    await context.close();
    await server.close();
  }
});
