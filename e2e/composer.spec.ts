import { bodiesOf } from "./support/rooms.ts";
import { expect, PASSWORD, SERVER_A, test } from "./support/world.ts";

test("drafts stay per room over a reload; Shift+Enter breaks; Markdown goes out formatted", async ({
  app,
  user,
  friend,
}) => {
  const one = await user.create({ name: "Left locker", invite: [friend.userId] });
  await user.create({ name: "Right locker" });
  await friend.join(one);
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await app.openRoom("Left locker");
  await app.composer.click();
  await app.page.keyboard.type("half a thought");
  await app.openRoom("Right locker");
  await expect(app.composer).not.toContainText("half a thought");
  await expect(app.row(/^Left locker/)).toContainText("half a thought");
  await app.openRoom("Left locker");
  await expect(app.composer).toContainText("half a thought");
  await app.page.reload();
  await expect(app.composer).toContainText("half a thought");
  await expect(app.page.locator("[data-slate-editor]")).toBeVisible();
  await app.composer.click();
  await app.page.keyboard.press("ControlOrMeta+a");
  await app.page.keyboard.type("**two** lines");
  await app.page.keyboard.press("Shift+Enter");
  await app.page.keyboard.type("in one");
  await app.page.keyboard.press("Enter");
  await expect(app.feed.locator("strong", { hasText: "two" })).toBeVisible();
  await expect.poll(() => bodiesOf(friend, one)).toEqual(["**two** lines\nin one"]);
  const { chunk } = await friend.messages(one, { limit: 1 });
  expect(chunk[0]?.content["format"]).toBe("org.matrix.custom.html");
  expect(String(chunk[0]?.content["formatted_body"])).toContain("<strong>two</strong>");
  await app.page.reload();
  await expect(app.composer).toBeVisible();
  await expect(app.composer).not.toContainText("two");
});

test("files by drop and by paste; text wins over a pasted file", async ({ app, context, user, friend }) => {
  const roomId = await user.create({ name: "Cargo", invite: [friend.userId] });
  await friend.join(roomId);
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await app.openRoom("Cargo");
  await expect(app.composer).toBeVisible();
  const drop = await app.page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(["one ladder"], "ladder.txt", { type: "text/plain" }));
    data.items.add(new File(["two hooks"], "hooks.txt", { type: "text/plain" }));
    return data;
  });
  for (const type of ["dragenter", "dragover"]) await app.feed.dispatchEvent(type, { dataTransfer: drop });
  await expect(app.page.getByText("Drop to send to Cargo")).toBeVisible();
  await app.feed.dispatchEvent("drop", { dataTransfer: drop });
  await expect(app.page.getByText("hooks.txt")).toBeVisible();
  await app.page.getByRole("button", { name: /^Remove hooks\.txt/ }).click();
  await app.page.getByRole("button", { name: /^Send/ }).click();
  await expect(app.feed.getByText("ladder.txt")).toBeVisible();
  await expect.poll(() => bodiesOf(friend, roomId)).toEqual(["ladder.txt"]);

  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await app.composer.click();
  await app.page.evaluate(async () => {
    const canvas = new OffscreenCanvas(8, 8);
    canvas.getContext("2d")?.fillRect(0, 0, 8, 8);
    const picture = await canvas.convertToBlob({ type: "image/png" });
    const words = new Blob(["pasted words"], { type: "text/plain" });
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": words, "image/png": picture })]);
  });
  await app.page.keyboard.press("ControlOrMeta+v");
  await expect(app.composer).toContainText("pasted words");
  await expect(app.page.getByRole("button", { name: /^Remove/ })).toHaveCount(0);
  await app.page.evaluate(async () => {
    const canvas = new OffscreenCanvas(8, 8);
    canvas.getContext("2d")?.fillRect(0, 0, 8, 8);
    await navigator.clipboard.write([new ClipboardItem({ "image/png": await canvas.convertToBlob() })]);
  });
  await app.page.keyboard.press("ControlOrMeta+v");
  await expect(app.page.getByRole("button", { name: /^Remove/ })).toHaveCount(1);
});
