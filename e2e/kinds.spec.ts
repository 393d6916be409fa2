import { devices, type Locator } from "@playwright/test";
import type { Hubbub } from "./support/hubbub.ts";
import { POLL, sendHtml, sendMessage, sendPicture, sendVoice, wav, webm, type Kinds } from "./support/kinds.ts";
import { expect, PASSWORD, SERVER_A, test } from "./support/world.ts";
import type { MatrixClient } from "../stack/matrix.mjs";

/** A room in which `friend` speaks and `user` reads. */
async function room(user: MatrixClient, friend: MatrixClient, name: string): Promise<Kinds> {
  const roomId = await user.create({ name, invite: [friend.userId] });
  await friend.join(roomId);
  return { client: friend, roomId };
}

async function open(app: Hubbub, user: MatrixClient, name: string): Promise<void> {
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await app.openRoom(name);
}

async function choose(app: Hubbub, message: Locator, name: string): Promise<void> {
  await message.hover();
  await message.getByRole("button", { name: "More", exact: true }).click();
  await app.page.getByRole("menuitem", { name }).click();
}

test("stickers, places, polls and galleries are readable", async ({ app, user, friend }) => {
  const kinds = await room(user, friend, "Kinds");
  const { client, roomId } = kinds;
  const bytes = wav(1);
  const url = await client.upload(bytes, "audio/wav", "tone.wav");
  await client.send(roomId, "m.sticker", { body: "a waving keeper", url, info: { w: 512, h: 512 } });
  await sendMessage(kinds, { msgtype: "m.location", body: "The slip", geo_uri: "geo:59.91,10.75;u=12" });
  const poll = await client.send(roomId, "org.matrix.msc3381.poll.start", { "org.matrix.msc3381.poll.start": POLL });
  const vote = (from: MatrixClient, id: string) =>
    from.send(roomId, "org.matrix.msc3381.poll.response", {
      "m.relates_to": { rel_type: "m.reference", event_id: poll },
      "org.matrix.msc3381.poll.response": { answers: [id] },
    });
  await vote(client, "sat");
  await vote(user, "sun");
  await vote(client, "sun");
  await open(app, user, "Kinds");

  // The sticker's file is no picture: said in words, with a way to try again.
  await expect(app.feed.getByRole("button", { name: "Try to show a waving keeper again" })).toBeVisible();

  const place = app.message("The slip");
  await expect(place).toContainText("59.91° N, 10.75° E, within 12 m");
  const link = place.getByRole("link", { name: "Open the map" });
  await expect(link).toHaveAttribute("href", /^https:\/\/www\.openstreetmap\.org\/\?mlat=59\.91&mlon=10\.75/);
  await expect(link).toHaveAttribute("rel", /noreferrer/);

  const answers = app.message("When do we paint the door?").getByRole("listitem");
  await expect(answers).toHaveText([/Saturday\s*0/, /Sunday.*Your answer\s*2/]);
  await expect(app.message("When do we paint the door?")).toContainText("2 votes so far");
  await client.send(roomId, "m.poll.end", { "m.relates_to": { rel_type: "m.reference", event_id: poll } });
  await expect(app.message("When do we paint the door?")).toContainText("Final result, 2 votes");
});

test("a voice message plays on while its row is away, and only one thing plays", async ({ app, user, friend }) => {
  const kinds = await room(user, friend, "Voices");
  await sendVoice(kinds, 60);
  for (let index = 0; index < 40; index += 1) await kinds.client.text(kinds.roomId, `line ${index}`);
  await sendVoice(kinds, 30);
  const video = await webm(app.page, 800);
  const url = await kinds.client.upload(video, "video/webm", "door.webm");
  await sendMessage(kinds, {
    msgtype: "m.video",
    body: "door.webm",
    url,
    info: { mimetype: "video/webm", size: video.length, duration: 800, w: 320, h: 180 },
  });
  await open(app, user, "Voices");

  const second = app.feed.getByRole("group", { name: "Voice message of Ben Okri" }).last();
  await expect(second).toContainText("0:30");
  await second.getByRole("button", { name: /^Play/ }).click();
  await expect(second.getByRole("button", { name: /^Pause/ })).toBeVisible();
  const slider = second.getByRole("slider", { name: "Position" });
  await slider.focus();
  await app.page.keyboard.press("ArrowRight");
  await app.page.keyboard.press("ArrowRight");
  await expect(slider).toHaveAttribute("aria-valuetext", /^0:1\d of 0:30$/);
  await second.getByRole("button", { name: /^Speed/ }).click();
  await expect(second.getByRole("button", { name: /^Speed: 1.5 times/ })).toBeVisible();

  await app.scrollToStart();
  const strip = app.page.getByRole("group", { name: "Playing now" });
  await expect(strip.getByRole("button", { name: /^Pause/ })).toBeVisible();
  const first = app.feed.getByRole("group", { name: "Voice message of Ben Okri" }).first();
  await expect(first).toContainText("1:00");
  await first.getByRole("button", { name: /^Play/ }).click();
  await expect(first.getByRole("button", { name: /^Pause/ })).toBeVisible();
  await expect(strip).toHaveCount(0);
  await app.feed.focus();
  await app.page.keyboard.press("Control+End");
  await expect(second.getByRole("button", { name: /^Play/ })).toBeVisible();

  // The video has its place, its facts, and plays only when asked; the voice then stops.
  const clip = app.feed.getByRole("group", { name: "Video: door.webm" });
  await clip.getByRole("button", { name: /^Play door\.webm, 0:00, / }).click();
  await expect
    .poll(() => clip.locator("video").evaluate((element: HTMLVideoElement) => element.currentTime))
    .toBeGreaterThan(0);
  await expect(strip.getByRole("button", { name: /^Play/ })).toBeVisible();
  await strip.getByRole("button", { name: "Stop playing" }).click();
  await expect(strip).toHaveCount(0);
});

test("pictures: one after the other in the lightbox, and a gallery", async ({ app, user, friend }) => {
  const kinds = await room(user, friend, "Darkroom");
  await sendPicture(kinds, "ph-dusk.jpg");
  await sendPicture(kinds, "ph-lamp.jpg", "the lamp, before");
  const parts = await Promise.all(
    ["ph-rope.jpg", "ph-kettle.jpg"].map(async (file) => ({
      itemtype: "m.image",
      body: file,
      url: await kinds.client.upload(wav(0.1), "image/jpeg", file),
      info: { w: 400, h: 300 },
    })),
  );
  await sendMessage(kinds, { msgtype: "dm.filament.gallery", body: "two more", itemtypes: parts });
  await open(app, user, "Darkroom");
  await expect(app.feed.getByRole("group", { name: "2 pictures" })).toBeVisible();
  await expect(app.message("two more")).toBeVisible();

  await app.feed.getByRole("button", { name: "Show ph-lamp.jpg larger" }).click();
  const box = app.page.getByRole("dialog");
  await expect(box).toContainText("the lamp, before");
  await expect(box).toContainText("2 of 4");
  await app.page.keyboard.press("ArrowLeft");
  await expect(box.getByRole("img", { name: "Picture: ph-dusk.jpg" })).toBeVisible();
  await expect(box.getByRole("button", { name: "Previous picture" })).toHaveCount(0);
  await box.getByRole("button", { name: "Next picture" }).click();
  await app.page.keyboard.press("ArrowRight");
  await expect(box).toContainText("ph-rope.jpg");
  await app.page.keyboard.press("ArrowLeft");
  await app.page.keyboard.press("+");
  await expect(box.getByRole("button", { name: "Zoom out" })).toBeEnabled();
  await app.page.keyboard.press("Escape");
  await expect(box).toHaveCount(0);
});

test("code in colours, spoilers, tables, details, maths and large emoji", async ({ app, user, friend }) => {
  const kinds = await room(user, friend, "Notes");
  const lines = Array.from({ length: 700 }, (_, index) => `const tide${index} = "high"; // ${index}`).join("\n");
  await sendHtml(kinds, "code", `<pre><code class="language-ts">${lines}</code></pre>`);
  await sendHtml(kinds, "spoiler", `The end: <span data-mx-spoiler="the book">he <b>dies</b></span>`);
  await sendHtml(
    kinds,
    "rest",
    `<table><tr><th>Day</th></tr><tr><td>Mon</td></tr></table><details><summary>More</summary>hidden part</details>` +
      `<span data-mx-maths="\\frac{1}{2}">half</span> <font data-mx-color="#ffff00">pale</font>`,
  );
  await kinds.client.text(kinds.roomId, "👩‍👩‍👧‍👦🏴󠁧󠁢󠁳󠁣󠁴󠁿👋🏽");
  await open(app, user, "Notes");

  const code = app.message("const tide0");
  const size = (kind: string) => app.page.evaluate((name) => CSS.highlights.get(name)?.size ?? 0, `code-${kind}`);
  await expect.poll(() => size("word")).toBe(20);
  await expect.poll(() => size("text")).toBe(20);
  await expect(code.getByText("ts", { exact: true })).toBeAttached();
  await code.getByRole("button", { name: "Show all 700 lines" }).click();
  await expect.poll(() => size("note")).toBe(700);
  await code.getByRole("button", { name: "Show less" }).click();
  await expect.poll(() => size("note")).toBe(20);

  const spoiler = app.message("The end:");
  await expect(spoiler.getByText("dies")).toBeHidden();
  await spoiler.getByRole("button", { name: "Hidden text: the book. Press to show it" }).press("Enter");
  await expect(spoiler.getByText("dies")).toBeVisible();
  await expect.poll(() => app.page.evaluate(() => document.activeElement?.textContent)).toBe("he dies");

  const rest = app.message("Mon");
  await expect(rest.getByText("hidden part")).toBeHidden();
  await rest.getByText("More", { exact: true }).click();
  await expect(rest.getByText("hidden part")).toBeVisible();
  await expect(rest.getByText(String.raw`\frac{1}{2}`)).toBeVisible();
  await expect(rest.getByText("pale")).not.toHaveCSS("color", "rgb(255, 255, 0)");
  await expect(app.feed.getByText("👋🏽")).toHaveCSS("font-size", "40px");
});

test("captions are edited, Down walks the own messages, and a reply outlives a reload", async ({
  app,
  user,
  friend,
}) => {
  const kinds = await room(user, friend, "Captions");
  await kinds.client.text(kinds.roomId, "who paints?");
  await user.text(kinds.roomId, "first of mine");
  await user.text(kinds.roomId, "second of mine");
  await sendPicture({ client: user, roomId: kinds.roomId }, "ph-lamp.jpg", "the lamp");
  await open(app, user, "Captions");

  const picture = app.message("the lamp");
  await choose(app, picture, "Edit the caption");
  await expect(app.composer).toHaveText("the lamp");
  await app.page.keyboard.press("ControlOrMeta+A");
  await app.page.keyboard.type("our lamp");
  await app.page.keyboard.press("Enter");
  await expect(app.message("our lamp")).toContainText("edited");
  await expect(app.message("our lamp").getByRole("img", { name: /ph-lamp\.jpg/ })).toBeVisible();

  const first = app.message("first of mine");
  await first.focus();
  await app.page.keyboard.press("e");
  await expect(app.composer).toHaveText("first of mine");
  await app.page.keyboard.press("ArrowDown");
  await expect(app.composer).toHaveText("second of mine");
  await app.page.keyboard.press("Home");
  await app.page.keyboard.press("ArrowUp");
  await expect(app.composer).toHaveText("first of mine");
  await app.page.keyboard.press("Escape");
  await expect(app.composer).toHaveText("");

  await app.message("who paints?").focus();
  await app.page.keyboard.press("r");
  await expect(app.page.getByText("Answering Ben Okri: who paints?")).toBeVisible();
  await app.composer.click();
  await app.page.keyboard.type("I do");
  await app.page.reload();
  await expect(app.composer).toHaveText("I do");
  await expect(app.page.getByText("Answering Ben Okri: who paints?")).toBeVisible();
  await app.composer.click();
  await app.page.keyboard.press("Enter");
  await expect(app.message("I do").getByRole("button", { name: /^Answers Ben Okri/ })).toBeVisible();
  await expect(app.page.getByText(/^Answering/)).toHaveCount(0);
  await app.page.reload();
  await expect(app.message("I do")).toBeVisible();
  await expect(app.page.getByText(/^Answering/)).toHaveCount(0);
});

test.describe("on a phone", () => {
  const { viewport, userAgent, deviceScaleFactor, isMobile, hasTouch } = devices["Pixel 7"];
  test.use({ viewport, userAgent, deviceScaleFactor, isMobile, hasTouch });

  test("the sheet of a message has the likely reactions, each wide enough for a finger", async ({
    app,
    user,
    friend,
  }) => {
    const kinds = await room(user, friend, "Fingers");
    await kinds.client.text(kinds.roomId, "shall we?");
    await open(app, user, "Fingers");
    const message = app.message("shall we?");
    const place = await message.boundingBox();
    if (!place) throw new Error("the message is not on screen");
    const touch = await app.page.context().newCDPSession(app.page);
    const at = { x: place.x + place.width / 2, y: place.y + place.height / 2 };
    await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [at] });
    const cell = app.page.getByRole("menuitem", { name: "React with 👍" });
    await expect(cell).toBeVisible();
    await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    const box = await cell.boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
    await cell.tap();
    await expect(message.getByRole("button", { name: /^👍/ })).toHaveAttribute("aria-pressed", "true");
  });
});
