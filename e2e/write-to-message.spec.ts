import { devices, type Locator } from "@playwright/test";
import type { Hubbub } from "./support/hubbub.ts";
import { expect, PASSWORD, SERVER_A, test } from "./support/world.ts";

async function act(message: Locator, name: string): Promise<void> {
  await message.hover();
  await message.getByRole("button", { name, exact: true }).click();
}

async function choose(app: Hubbub, message: Locator, name: string): Promise<void> {
  await act(message, "More");
  await app.page.getByRole("menuitem", { name }).click();
}

test("reply, edit, react and delete: seen by both sides, and after a reload", async ({
  app,
  otherProfile: other,
  user,
  friend,
}) => {
  const roomId = await user.create({ name: "Lamp room", invite: [friend.userId] });
  await friend.join(roomId);
  await friend.text(roomId, "who has the oil?");
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await app.openRoom("Lamp room");
  await other.signIn(SERVER_A, friend.userId, PASSWORD);
  await other.openRoom("Lamp room");

  // Reply: the line above the text says to whom; Escape and × take it away, sending too.
  const question = app.message("who has the oil?").first();
  await act(question, "Reply");
  await expect(app.page.getByText("Answering Ben Okri: who has the oil?")).toBeVisible();
  await expect(app.composer).toBeFocused();
  await app.page.keyboard.press("Escape");
  await expect(app.page.getByText(/^Answering/)).toHaveCount(0);
  await choose(app, question, "Reply");
  await expect(app.page.getByText(/^Answering/)).toBeVisible();
  await expect(app.composer).toBeFocused();
  await app.page.keyboard.type("I hav it");
  await app.page.keyboard.press("Enter");
  await expect(app.page.getByText(/^Answering/)).toHaveCount(0);
  await expect(other.message("I hav it").getByRole("button", { name: /^Answers Ben Okri/ })).toBeVisible();

  // Edit by the Up arrow; Escape calls it off and gives an empty field back.
  await expect(app.message("I hav it")).toHaveCount(1);
  await app.composer.click();
  await app.page.keyboard.press("ArrowUp");
  await expect(app.page.getByText("Editing your message")).toBeVisible();
  await expect(app.composer).toHaveText("I hav it");
  await app.page.keyboard.press("Escape");
  await expect(app.composer).toHaveText("");
  await app.page.keyboard.press("ArrowUp");
  await expect(app.composer).toHaveText("I hav it");
  await app.page.keyboard.press("ControlOrMeta+A");
  await app.page.keyboard.type("I have it");
  await app.page.keyboard.press("Enter");
  await expect(app.composer).toHaveText("");
  for (const side of [app, other]) {
    await expect(side.message("I have it")).toContainText("edited");
    await expect(side.message("I hav it")).toHaveCount(0);
  }

  // Reactions are pressed on and off, from the picker and from the pill.
  const answer = other.message("I have it");
  await act(answer, "React");
  await other.page.getByRole("dialog", { name: "Choose a reaction" }).getByRole("button", { name: "👍" }).click();
  const pill = (side: Hubbub) => side.message("I have it").getByRole("button", { name: /^👍/ });
  await expect(pill(other)).toHaveAttribute("aria-pressed", "true");
  await expect(pill(app)).toHaveAccessibleName("👍, 1 person: Ben Okri");
  await pill(app).click();
  await expect(pill(other)).toContainText("2");
  await choose(other, answer, "Who reacted");
  await expect(other.page.getByRole("dialog").getByText("Ann Fisher")).toBeVisible();
  await other.page.keyboard.press("Escape");
  await expect(other.page.getByRole("dialog")).toHaveCount(0);
  await pill(other).click();
  await expect(pill(app)).toHaveAccessibleName("👍, 1 person: Ann Fisher");

  // All versions.
  await choose(app, app.message("I have it"), "Earlier versions");
  await expect(app.page.getByRole("dialog").getByRole("listitem")).toHaveText([/I have it/, /I hav it/]);
  await app.page.keyboard.press("Escape");
  await expect(app.page.getByRole("dialog")).toHaveCount(0);

  // Deleting somebody else's asks, and says why.
  await choose(app, question, "Delete");
  const ask = app.page.getByRole("dialog", { name: "Delete the message of Ben Okri?" });
  await ask.getByLabel(/^Reason/).fill("settled");
  await ask.getByRole("button", { name: "Delete" }).click();
  for (const side of [app, other]) {
    await expect(side.feed.getByText("Message deleted by Ann Fisher: settled")).toBeVisible();
    await expect(side.message("who has the oil?")).toHaveCount(0);
  }

  await app.page.reload();
  await expect(app.message("I have it")).toContainText("edited");
  await expect(pill(app)).toHaveAttribute("aria-pressed", "true");
  await expect(app.feed.getByText("Message deleted by Ann Fisher: settled")).toBeVisible();
  await expect(app.message("I have it").getByText("Answers a message that is not available")).toBeVisible();
});

test("the keys of a message, and a draft that an edit does not touch", async ({ app, user }) => {
  const roomId = await user.create({ name: "Keys" });
  await user.text(roomId, "first words");
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await app.openRoom("Keys");
  await app.composer.click();
  await app.page.keyboard.type("half a thought");

  const message = app.message("first words");
  await message.focus();
  await app.page.keyboard.press("e");
  await expect(app.composer).toHaveText("first words");
  await expect(app.composer).toBeFocused();
  await app.page.keyboard.press("End");
  await app.page.keyboard.type(", and more");
  await app.page.keyboard.press("Enter");
  await expect(app.message("first words, and more")).toBeVisible();
  await expect(app.composer).toHaveText("half a thought");

  // Also over a reload in the middle of an edit.
  await message.focus();
  await app.page.keyboard.press("e");
  await expect(app.composer).toHaveText("first words, and more");
  await app.page.keyboard.type("!");
  await app.page.reload();
  await expect(app.composer).toHaveText("half a thought");

  await message.focus();
  await app.page.keyboard.press("r");
  await expect(app.page.getByText(/^Answering/)).toBeVisible();
  await expect(app.composer).toHaveText("half a thought");
  await app.page.getByRole("button", { name: "Stop answering" }).click();

  await message.focus();
  await app.page.keyboard.press("+");
  const picker = app.page.getByRole("dialog", { name: "Choose a reaction" });
  await expect(picker.getByRole("button", { name: "👍" })).toBeFocused();
  await app.page.keyboard.press("ArrowRight");
  await app.page.keyboard.press("Enter");
  await expect(picker).toHaveCount(0);
  await expect(message.getByRole("button", { name: /^❤️/ })).toBeVisible();

  await message.focus();
  await app.page.keyboard.press("Delete");
  await expect(app.page.getByRole("dialog", { name: "Delete your message?" })).toBeVisible();
  await app.page.keyboard.press("Enter");
  await expect(app.feed.getByText(/^Message deleted/)).toBeVisible();
});

test("what is done offline shows at once and is sent later, in order; what is refused is taken back with words", async ({
  app,
  user,
  friend,
  network,
}) => {
  const roomId = await user.create({ name: "Harbour", invite: [friend.userId] });
  await friend.join(roomId);
  await friend.text(roomId, "all quiet");
  await app.signIn(network.url, user.userId, PASSWORD);
  await app.openRoom("Harbour");
  await app.say("fog is comin");
  const own = app.message(/fog is coming?/);
  await expect(own).toHaveCount(1);
  await own.hover();
  await expect(own.getByRole("button", { name: "Edit", exact: true })).toBeVisible();

  network.goOffline();
  const quiet = app.message("all quiet");
  await act(quiet, "React");
  await app.page.getByRole("button", { name: "🎉" }).click();
  const pill = quiet.getByRole("button", { name: /^🎉/ });
  await expect(pill).toBeVisible();
  await act(own, "Edit");
  await expect(app.composer).toHaveText("fog is comin");
  await expect(app.composer).toBeFocused();
  await app.page.keyboard.press("End");
  await app.page.keyboard.type("g");
  await app.page.keyboard.press("Enter");
  await expect(app.message("fog is coming")).toContainText("edited");

  await app.page.reload();
  await expect(pill).toHaveAttribute("aria-pressed", "true");
  await expect(app.message("fog is coming")).toContainText("edited");

  network.fault(undefined);
  await expect
    .poll(
      async () => {
        const { chunk } = await friend.messages(roomId, { limit: 10 });
        return chunk.toReversed().flatMap((event) => {
          const relation = event.content["m.relates_to"];
          return relation === undefined ? [] : [`${event.type} ${String(Object(relation)["rel_type"])}`];
        });
      },
      { timeout: 60_000 },
    )
    .toEqual(["m.reaction m.annotation", "m.room.message m.replace"]);
  await expect(pill).toBeVisible();

  network.fault((request) => (/\/send\/m\.reaction\//.test(request.path) ? { status: 403 } : undefined));
  await act(app.message("fog is coming"), "React");
  await app.page.getByRole("button", { name: "😮" }).click();
  const refused = app.message("fog is coming").getByText(/^Your reaction did not change:/);
  await expect(refused).toBeVisible();
  await expect(app.message("fog is coming").getByRole("button", { name: /^😮/ })).toHaveCount(0);
  await app.message("fog is coming").getByRole("button", { name: "Leave it" }).click();
  await expect(refused).toHaveCount(0);
});

test.describe("on a phone", () => {
  const { defaultBrowserType: _, ...phone } = devices["Pixel 7"];
  test.use(phone);

  test("a finger that stays on a message opens what can be done with it", async ({ app, user }) => {
    const roomId = await user.create({ name: "Lamp room" });
    await user.text(roomId, "the lamp is lit");
    await app.signIn(SERVER_A, user.userId, PASSWORD);
    await app.row(/^Lamp room/).tap();
    const message = app.message("the lamp is lit");
    const box = await message.boundingBox();
    if (!box) throw new Error("the message is not on screen");
    const touch = await app.page.context().newCDPSession(app.page);
    const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [at] });
    await expect(app.page.getByRole("menuitem", { name: "Reply" })).toBeVisible();
    await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    // Lifting the finger chooses nothing.
    await app.page.getByRole("menuitem", { name: "Choose a reaction" }).tap();
    await app.page.getByRole("dialog", { name: "Choose a reaction" }).getByRole("button", { name: "🎉" }).tap();
    await expect(message.getByRole("button", { name: /^🎉/ })).toBeVisible();
  });
});
