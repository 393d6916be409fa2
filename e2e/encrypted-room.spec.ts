/** Encrypted conversations as people have them: what is written, answered and changed, who can read it, and what can't be. */
import type { Locator } from "@playwright/test";
import { Hubbub } from "./support/hubbub.ts";
import { expect, PASSWORD, SERVER_A, tab, test } from "./support/world.ts";

test("two people talk in an encrypted chat: answers, edits, reactions, deletions", async ({
  app,
  otherProfile,
  user,
  friend,
}) => {
  await otherProfile.signIn(SERVER_A, friend.userId, PASSWORD);
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await app.startChat(friend.userId);
  // Encrypted without anybody asking for it, and quiet about it.
  await expect(app.page.getByRole("button", { name: /^Encrypted: what/ })).toBeVisible();
  await expect(app.composer).toBeVisible();
  const roomId = decodeURIComponent(/room\/([^/?]+)/.exec(app.page.url())?.[1] ?? "");

  await otherProfile.list
    .getByRole("treeitem", { name: /Ann Fisher/ })
    .getByRole("button", { name: /^Accept/ })
    .click();
  await expect(otherProfile.composer).toBeVisible();
  await app.say("the key is under the mat");
  await expect(otherProfile.message("the key is under the mat")).toHaveCount(1);
  await otherProfile.say("Ann Fisher: got it");
  await expect(app.message("got it")).toHaveCount(1);
  await expect(app.row(/^Ben Okri/)).toContainText("got it");

  // An answer, an edit, a reaction, a deletion.
  await app.message("got it").click();
  await app.message("got it").focus();
  await app.page.keyboard.press("r");
  await app.page.keyboard.type("good");
  await app.page.keyboard.press("Enter");
  await expect(otherProfile.message("good")).toContainText("got it");
  await app.say("see you at nine");
  await expect(otherProfile.message("see you at nine")).toHaveCount(1);
  await expect(app.message("see you at nine")).not.toHaveAttribute("aria-label", /sending/i);
  await app.composer.click();
  await app.page.keyboard.press("ArrowUp");
  await expect(app.composer).toHaveText("see you at nine");
  await app.page.keyboard.press("ControlOrMeta+a");
  await app.page.keyboard.type("see you at ten");
  await app.page.keyboard.press("Enter");
  await expect(otherProfile.message("see you at ten")).toContainText("edited");
  await expect(otherProfile.message("see you at nine")).toHaveCount(0);
  const target = otherProfile.message("see you at ten");
  await act(target, "React");
  const picker = otherProfile.page.getByRole("dialog", { name: "Choose a reaction" });
  await picker.getByRole("button", { name: "👍" }).click();
  await expect(app.message("see you at ten").getByText("👍")).toBeVisible();

  // A deletion reaches both.
  await otherProfile.say("wrong chat");
  await expect(app.message("wrong chat")).toHaveCount(1);
  const wrong = otherProfile.message("wrong chat");
  await expect(wrong).not.toHaveAttribute("aria-label", /sending/i);
  await wrong.focus();
  await otherProfile.page.keyboard.press("Delete");
  await otherProfile.page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(app.message("wrong chat")).toHaveCount(0);

  // The server has none of the words.
  const { chunk } = await user.messages(roomId, { limit: 100 });
  const wire = JSON.stringify(chunk);
  expect(wire).toContain("m.megolm.v1.aes-sha2");
  for (const words of ["under the mat", "got it", "at nine", "at ten"]) expect(wire).not.toContain(words);
});

test("nothing is lost offline, after a reload or in another tab, and an answer calls whom it answers", async ({
  app,
  otherProfile,
  user,
  friend,
  network,
  context,
  errors,
}) => {
  const encryption = { type: "m.room.encryption", state_key: "", content: { algorithm: "m.megolm.v1.aes-sha2" } };
  const roomId = await user.create({ name: "Tunnel", invite: [friend.userId], initial_state: [encryption] });
  await friend.join(roomId);
  await otherProfile.signIn(SERVER_A, friend.userId, PASSWORD);
  await app.signIn(network.url, user.userId, PASSWORD);
  await otherProfile.openRoom("Tunnel");
  await app.openRoom("Tunnel");
  await app.say("the key is under the mat");
  await expect(otherProfile.message("under the mat")).toHaveCount(1);

  // Offline: the message waits, and is encrypted when it goes.
  network.goOffline();
  await app.say("written in a tunnel");
  await expect(app.message("written in a tunnel")).toHaveCount(1);
  await app.page.reload();
  await expect(app.message("written in a tunnel")).toHaveCount(1);
  await expect(app.message("under the mat")).toHaveCount(1);
  network.fault(undefined);
  await expect(otherProfile.message("written in a tunnel")).toHaveCount(1);

  // Another tab shows the same, decrypted once.
  const second = new Hubbub(await tab(context, errors));
  await second.open(app.page.url().replace(/^[^#]*/, "/"));
  await expect(second.message("under the mat")).toHaveCount(1);
  await second.say("from the other tab");
  await expect(app.message("from the other tab")).toHaveCount(1);
  await expect(otherProfile.message("from the other tab")).toHaveCount(1);

  // The push rules run on what was decrypted: an answer calls whom it answers.
  await second.page.close();
  await app.open("/#/home");
  await otherProfile.message("from the other tab").focus();
  await otherProfile.page.keyboard.press("r");
  await otherProfile.page.keyboard.type("where are you?");
  await otherProfile.page.keyboard.press("Enter");
  await expect(app.row(/^Tunnel.*mention/)).toBeVisible();
  await expect(app.row(/^Tunnel/)).toContainText("where are you");
});

test("a room is encrypted midway: a plain word after that is marked, one before is not", async ({
  app,
  user,
  friend,
}) => {
  const roomId = await user.create({ name: "Signal box", invite: [friend.userId] });
  await friend.join(roomId);
  await friend.text(roomId, "said in the open");
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await app.openRoom("Signal box");
  await app.page.getByRole("button", { name: "Room menu" }).click();
  await app.page.getByRole("menuitem", { name: "Room info" }).click();
  await app.page.getByRole("button", { name: "Switch encryption on" }).click();
  const dialog = app.page.getByRole("dialog");
  await expect(dialog).toContainText("can’t be switched off");
  await dialog.getByRole("button", { name: "Switch encryption on" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(app.page.getByRole("button", { name: /^Encrypted: what/ })).toBeVisible();

  await app.say("said in private");
  await expect(app.message("said in private")).toHaveCount(1);
  await friend.text(roomId, "said out loud");
  const loud = app.message("said out loud");
  await expect(loud.getByRole("button", { name: /^Not encrypted/ })).toBeVisible();
  await expect(app.message("said in private").getByRole("button", { name: /encrypted/i })).toHaveCount(0);
  await expect(app.message("said in the open").getByRole("button", { name: /encrypted/i })).toHaveCount(0);
  await loud.getByRole("button", { name: /^Not encrypted/ }).click();
  await expect(loud.getByText(/though this room is/)).toBeVisible();

  // Source: what it was on its way, and what was in it.
  await expect.poll(async () => JSON.stringify(await user.messages(roomId))).toContain("m.room.encrypted");
  await expect(app.message("said in private")).not.toHaveAttribute("aria-label", /sending/i);
  await act(app.message("said in private"), "More");
  await app.page.getByRole("menuitem", { name: "View source" }).click();
  await expect(dialog).toContainText('"body": "said in private"');
  await dialog.getByRole("button", { name: "As it came" }).click();
  await expect(dialog).toContainText("m.megolm.v1.aes-sha2");
});

test("a new session can't read what was said before: one line says so, until a file of keys comes", async ({
  app,
  otherProfile,
  user,
}) => {
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await app.createRoom({ name: "Diary", topic: "", access: "private", alias: "" });
  await expect(app.composer).toBeVisible();
  for (let day = 1; day <= 6; day += 1) await app.say(`page ${day}.`);
  await expect(app.message("page 6.")).toHaveCount(1);
  const roomId = decodeURIComponent(/room\/([^/?]+)/.exec(app.page.url())?.[1] ?? "");
  await expect
    .poll(async () => (await user.messages(roomId)).chunk.filter(({ type }) => type === "m.room.encrypted").length)
    .toBe(6);

  await otherProfile.signIn(SERVER_A, user.userId, PASSWORD);
  await expect(otherProfile.row(/^Diary/)).toContainText("Encrypted message");
  await otherProfile.openRoom("Diary");
  await expect(otherProfile.message(/6 messages from Ann Fisher/)).toHaveCount(1);
  await expect(otherProfile.message(/page/)).toHaveCount(0);

  // The first session saves its keys, the new one reads them: the pages show by themselves.
  await app.open("/#/settings/encryption");
  await app.page.getByRole("button", { name: "Save to a file" }).click();
  const saving = app.page.getByRole("dialog", { name: "Save message keys to a file" });
  await saving.getByLabel("Passphrase", { exact: true }).fill("seven stones in a row");
  await saving.getByLabel("Passphrase again").fill("seven stones in a row");
  const download = app.page.waitForEvent("download");
  await saving.getByRole("button", { name: "Save to a file" }).click();
  const file = await (await download).path();
  await otherProfile
    .message(/6 messages/)
    .getByRole("button", { name: "Open settings" })
    .click();
  await otherProfile.page.locator("input[type=file][accept*=txt]").setInputFiles(file);
  const opening = otherProfile.page.getByRole("dialog", { name: /keys/ });
  await opening.getByLabel("Passphrase", { exact: false }).first().fill("seven stones in a row");
  await opening.locator("button[type=submit]").click();
  await expect(opening.getByRole("status")).toContainText("1 of 1 key");
  await otherProfile.open(`/#/room/${roomId}`);
  await expect(otherProfile.message("page 1.")).toHaveCount(1);
  await expect(otherProfile.message("page 6.")).toHaveCount(1);
  await expect(otherProfile.message(/6 messages/)).toHaveCount(0);
  await expect(otherProfile.row(/^Diary/)).toContainText("page 6.");
  // Nobody can vouch for keys of a file, and that is said.
  await expect(otherProfile.message("page 6.").getByRole("button", { name: /^Its key came from/ })).toHaveCount(1);
});

/** Presses a button of a message's bar. */
async function act(message: Locator, name: string): Promise<void> {
  await expect(message).not.toHaveAttribute("aria-label", /sending/i);
  await message.hover();
  await message.getByRole("button", { name, exact: true }).click();
}
