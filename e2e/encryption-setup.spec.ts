/** Setting encryption up, getting it back, beginning again, and what signing out would lose. */
import { readFile } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import type { Locator } from "@playwright/test";
import type { MatrixClient } from "../stack/matrix.mjs";
import type { Hubbub } from "./support/hubbub.ts";
import { expect, PASSWORD, SERVER_A, test } from "./support/world.ts";

const ENCRYPTED = { type: "m.room.encryption", state_key: "", content: { algorithm: "m.megolm.v1.aes-sha2" } };
const WEEK_AND_A_DAY_MS = 8 * 24 * 3_600_000;
/** The engine is loaded after the sign-in, and keys are made and uploaded: more than a click's wait. */
const SLOW = { timeout: 30_000 };

function encryptedRoom(user: MatrixClient, name: string): Promise<string> {
  return user.create({ name, preset: "private_chat", initial_state: [ENCRYPTED] });
}

function card({ page }: Hubbub): Locator {
  return page.getByRole("complementary", { name: "Encryption" });
}

function setup({ page }: Hubbub): Locator {
  return page.getByRole("region", { name: "Encryption" });
}

async function say(app: Hubbub, text: string): Promise<void> {
  // The editor, which takes the place of a plain field.
  await expect(app.composer).toHaveAttribute("contenteditable", "true");
  await app.composer.click();
  await app.page.keyboard.type(text);
  await app.page.keyboard.press("Enter");
  await expect(app.message(text)).toBeVisible();
}

/** Reads the key off the screen and says that it is kept. */
async function keep(app: Hubbub): Promise<string> {
  const here = setup(app);
  await expect(here.getByRole("heading", { name: "Your recovery key" })).toBeVisible(SLOW);
  const key = await here.getByRole("group", { name: "Recovery key" }).innerText();
  await here.getByRole("checkbox", { name: /^I have kept it/ }).check();
  await here.getByRole("button", { name: "Done" }).click();
  await expect(here.getByRole("heading", { name: "Your messages are kept" })).toBeVisible();
  await here.getByRole("button", { name: "Go to the messages" }).click();
  return key;
}

async function setUp(app: Hubbub): Promise<string> {
  await card(app).getByRole("link", { name: "Set up" }).click(SLOW);
  await setup(app).getByRole("button", { name: "Make a recovery key" }).click();
  return keep(app);
}

async function signInTo(app: Hubbub, user: MatrixClient): Promise<void> {
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await expect(card(app)).toBeVisible(SLOW);
}

test("a recovery key, kept as a file, opens old messages in another browser", async ({ app, otherProfile, user }) => {
  await encryptedRoom(user, "Boat shed");
  await signInTo(app, user);
  await app.openRoom("Boat shed");
  await say(app, "the varnish is behind the door");

  await card(app).getByRole("link", { name: "Set up" }).click();
  const here = setup(app);
  await expect(here.getByRole("heading", { name: "Keep your encrypted messages" })).toBeFocused();
  await here.getByRole("button", { name: "Make a recovery key" }).click();
  await expect(here.getByRole("heading", { name: "Your recovery key" })).toBeVisible(SLOW);
  const [download] = await Promise.all([
    app.page.waitForEvent("download"),
    here.getByRole("button", { name: "Save as a file" }).click(),
  ]);
  const file = await readFile(await download.path(), "utf8");
  await here.getByRole("button", { name: "Done" }).click({ force: true });
  await expect(here.getByText("Keep the key first")).toBeVisible();
  const { violations } = await new AxeBuilder({ page: app.page }).include(".enc").analyze();
  expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);

  // A key that nobody said was kept is asked about again.
  await app.page.reload();
  await expect(card(app)).toBeHidden();
  await here.getByRole("button", { name: "Close" }).click();
  await expect(card(app)).toContainText("You have not kept your recovery key yet");
  await card(app).getByRole("link", { name: "Go on" }).click();
  await here.getByRole("button", { name: "Make a new key" }).click();
  const key = await keep(app);
  await expect(card(app)).toBeHidden();
  const old = /^(?:\w{4} ){11}\w{4}$/m.exec(file)?.[0] ?? "";
  expect(old).not.toBe("");
  expect(key.replaceAll(/\s+/g, " ").trim()).not.toBe(old);
  await app.open("/#/settings/encryption");
  await expect(app.page.getByText("On. Every key is backed up.")).toBeVisible(SLOW);

  await signInTo(otherProfile, user);
  await card(otherProfile).getByRole("link", { name: "Verify" }).click();
  const there = setup(otherProfile);
  await there.getByRole("button", { name: /^Enter the recovery key/ }).click();
  const field = there.getByLabel("Recovery key or passphrase");
  const enter = there.getByRole("button", { name: "Go on" });
  await field.fill(old);
  await enter.click();
  await expect(there.getByText("not the one of this account")).toBeVisible();
  await field.fill(key);
  await enter.click();
  await expect(there.getByRole("heading", { name: "This session is verified" })).toBeVisible(SLOW);
  await there.getByRole("button", { name: "Go to the messages" }).click();
  await expect(card(otherProfile)).toBeHidden();
  await otherProfile.openRoom("Boat shed");
  await expect(otherProfile.message("the varnish is behind the door")).toBeVisible(SLOW);
});

test("a passphrase works in place of the key; “later” lasts a week and blocks nobody", async ({
  app,
  otherProfile,
  user,
}) => {
  await encryptedRoom(user, "Boat shed");
  await signInTo(app, user);
  await app.openRoom("Boat shed");
  await card(app).getByRole("button", { name: "Do it later" }).click();
  await expect(card(app)).toBeHidden();
  await app.page.clock.setSystemTime(Date.now() + WEEK_AND_A_DAY_MS);
  await app.page.reload();
  await expect(card(app)).toBeVisible(SLOW);

  await card(app).getByRole("link", { name: "Set up" }).click();
  const here = setup(app);
  await here.getByRole("checkbox", { name: /^Use a passphrase/ }).check();
  await here.getByLabel("Passphrase", { exact: true }).fill("ferry");
  await here.getByRole("button", { name: "Make a recovery key" }).click();
  await expect(here.getByText("Too easy to guess")).toBeVisible();
  await here.getByLabel("Passphrase", { exact: true }).fill("grey gulls over slow ferries");
  await here.getByLabel("Passphrase again").fill("grey gulls over slow ferry");
  await expect(here.getByText("The two are not the same.")).toBeVisible();
  await here.getByLabel("Passphrase again").fill("grey gulls over slow ferries");
  await here.getByRole("button", { name: "Make a recovery key" }).click();
  const key = await keep(app);

  await signInTo(otherProfile, user);
  await otherProfile.open("/#/encryption/enter");
  const there = setup(otherProfile);
  const field = there.getByLabel("Recovery key or passphrase");
  const enter = there.getByRole("button", { name: "Go on" });
  await field.fill(key.replace(/.(?=\s*$)/, (last) => (last === "a" ? "b" : "a")));
  await enter.click();
  await expect(there.getByText("There is a slip in this key.")).toBeVisible();
  await field.fill("grey gulls over fast ferries");
  await enter.click();
  await expect(there.getByText("Neither the recovery key nor the passphrase")).toBeVisible();
  await field.fill("grey gulls over slow ferries");
  await enter.click();
  await expect(there.getByRole("heading", { name: "This session is verified" })).toBeVisible(SLOW);
});

test("everything is lost: a new beginning costs what it says, and the password", async ({
  app,
  otherProfile,
  user,
}) => {
  await signInTo(app, user);
  const old = await setUp(app);

  await signInTo(otherProfile, user);
  await card(otherProfile).getByRole("link", { name: "Verify" }).click();
  const there = setup(otherProfile);
  await there.getByRole("button", { name: /^I have lost everything/ }).click();
  await expect(there.getByText("Your other sessions have to be verified anew.")).toBeVisible();
  const again = there.getByRole("button", { name: "Begin again" });
  await expect(again).toHaveAttribute("aria-disabled", "true");
  await there.getByLabel(/^Type @/).fill(user.userId);
  await again.click();
  const dialog = otherProfile.page.getByRole("dialog", { name: "Confirm it is you" });
  await dialog.getByLabel("Your password").fill("wrong");
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(dialog.getByText("That password is not right.")).toBeVisible();
  await dialog.getByLabel("Your password").fill(PASSWORD);
  await dialog.getByRole("button", { name: "Confirm" }).click();
  expect(await keep(otherProfile)).not.toBe(old);

  // The session that was verified before is not any more.
  await expect(card(app)).toContainText("Verify this session", SLOW);
});

test("keys go from one browser to another in a file", async ({ app, otherProfile, user }) => {
  await encryptedRoom(user, "Boat shed");
  await signInTo(app, user);
  await app.openRoom("Boat shed");
  await say(app, "key under the third pot");
  await app.open("/#/settings/encryption");
  await app.page.getByRole("button", { name: "Save to a file" }).click();
  const dialog = app.page.getByRole("dialog");
  await dialog.getByLabel("Passphrase", { exact: true }).fill("grey gulls over slow ferries");
  await dialog.getByLabel("Passphrase again").fill("grey gulls over slow ferries");
  const [download] = await Promise.all([
    app.page.waitForEvent("download"),
    dialog.getByRole("button", { name: "Save to a file" }).click(),
  ]);
  const file = await readFile(await download.path());
  expect(file.toString("utf8")).toMatch(/^-----BEGIN MEGOLM SESSION DATA-----/);

  await signInTo(otherProfile, user);
  const { page } = otherProfile;
  await otherProfile.openRoom("Boat shed");
  await expect(otherProfile.message("key under the third pot")).toHaveCount(0);
  await otherProfile.open("/#/settings/encryption");
  const choose = async (name: string, buffer: Buffer) => {
    await expect(page.getByRole("button", { name: "Choose a file" })).toBeVisible();
    const [chooser] = await Promise.all([
      page.waitForEvent("filechooser"),
      page.getByRole("button", { name: "Choose a file" }).click(),
    ]);
    await chooser.setFiles({ name, mimeType: "text/plain", buffer });
  };
  const other = page.getByRole("dialog");
  await choose("shopping.txt", Buffer.from("bread, tar, two brushes"));
  await other.getByLabel("Passphrase of the file").fill("anything");
  await other.getByRole("button", { name: "Read the keys" }).click();
  await expect(other.getByText("This is no file of message keys")).toBeVisible();
  await other.getByRole("button", { name: "Cancel" }).click();
  await choose("hubbub-message-keys.txt", file);
  await other.getByLabel("Passphrase of the file").fill("grey gulls");
  await other.getByRole("button", { name: "Read the keys" }).click();
  await expect(other.getByText("This is not the passphrase of the file.")).toBeVisible();
  await other.getByLabel("Passphrase of the file").fill("grey gulls over slow ferries");
  await other.getByRole("button", { name: "Read the keys" }).click();
  await expect(other.getByText("1 of 1 key is new here.")).toBeVisible();
  await other.getByRole("button", { name: "Close" }).last().click();
  await otherProfile.openRoom("Boat shed");
  await expect(otherProfile.message("key under the third pot")).toBeVisible();
});

test("signing out warns while keys would be lost, and leads to keeping them", async ({ app, user }) => {
  await encryptedRoom(user, "Boat shed");
  await signInTo(app, user);
  await app.openRoom("Boat shed");
  await say(app, "the last one turns off the lamp");
  const { page } = app;
  const begin = async () => {
    await page.getByRole("button", { name: /^Account/ }).click();
    await page.getByRole("menuitem", { name: /^Sign out/ }).click();
  };
  await begin();
  const warning = page.getByRole("dialog", { name: "Sign out and lose messages?" });
  await expect(warning.getByText("1 key of encrypted messages is on this device only.")).toBeVisible();
  await warning.getByRole("button", { name: "Keep the messages first" }).click();
  await setup(app).getByRole("button", { name: "Make a recovery key" }).click();
  await keep(app);
  await app.open("/#/settings/encryption");
  await expect(page.getByText("On. Every key is backed up.")).toBeVisible(SLOW);
  const { violations } = await new AxeBuilder({ page }).include(".settings").analyze();
  expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
  await app.open("/#/home");
  await begin();
  const plain = page.getByRole("dialog", { name: "Sign out of Hubbub?" });
  await plain.getByRole("button", { name: "Sign out" }).click();
  await expect(app.list).toBeHidden();
});

test("what is sent to verified sessions only can't be read by others", async ({ app, otherProfile, user, friend }) => {
  const roomId = await encryptedRoom(user, "Boat shed");
  await user.invite(roomId, friend.userId);
  await friend.join(roomId);
  await signInTo(otherProfile, friend);
  await signInTo(app, user);
  await app.openRoom("Boat shed");
  await say(app, "for everybody");
  await otherProfile.openRoom("Boat shed");
  await expect(otherProfile.message("for everybody")).toBeVisible(SLOW);
  await app.open("/#/settings/encryption/send-to");
  const only = app.page.getByRole("switch", { name: "Send only to verified sessions" });
  await only.click();
  await expect(only).toHaveAttribute("aria-checked", "true");
  await app.openRoom("Boat shed");
  await say(app, "for known hands only");
  await expect(otherProfile.feed.getByText(/only to verified sessions/)).toBeVisible(SLOW);
  await expect(otherProfile.message("for known hands only")).toHaveCount(0);
});
