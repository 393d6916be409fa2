import { expect, type Page } from "@playwright/test";

/** Signs in, or up, at the servers' own pages (stack/sign-in) until they lead back to where the journey began. */
export async function throughServerPages(page: Page, username: string): Promise<void> {
  // Not the page's address: it may have left already.
  const home = new URL(process.env["HUBBUB_URL"] ?? "http://localhost:8080").origin;
  await page.waitForURL((url) => url.origin !== home);
  for (let step = 0; step < 10 && !page.url().startsWith(home); step += 1) {
    const here = page.url();
    const name = page.locator("input[name=username]:not([type=hidden])");
    const form = page.locator("form").first();
    await expect(form).toBeVisible();
    if ((await name.count()) > 0) await name.fill(username);
    for (const box of await form.locator("input[type=checkbox]").all()) await box.check();
    await form.locator("button, input[type=submit]").first().click();
    await page.waitForURL((url) => url.href !== here);
  }
}
