import type { Page } from "@playwright/test";
import type { MatrixClient } from "../stack/matrix.mjs";
import type { Hubbub } from "./support/hubbub.ts";
import { expect, PASSWORD, test } from "./support/world.ts";

/** Top of a message within the pane, to the pixel. */
async function topOf(app: Hubbub, text: string): Promise<number> {
  const box = await app.message(text).boundingBox();
  return box?.y ?? Number.NaN;
}

/** Says lines 1 to `count`; returns the ids of those asked for. */
async function lines(
  speakers: readonly MatrixClient[],
  roomId: string,
  count: number,
  ...wanted: readonly number[]
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let at = 1; at <= count; at += 1) {
    const id = await speakers[at % speakers.length]?.text(roomId, `line ${at}. ${"and so on ".repeat(at % 9)}`);
    if (id !== undefined && wanted.includes(at)) ids.push(id);
  }
  return ids;
}

async function go(page: Page, hash: string): Promise<void> {
  await page.evaluate((next) => {
    window.location.hash = next;
  }, hash);
}

test("a link to an old message opens among its neighbours, and reads on to both sides", async ({
  app,
  user,
  friend,
  network,
}) => {
  test.setTimeout(90_000);
  const roomId = await user.create({ name: "Links", invite: [friend.userId] });
  await friend.join(roomId);
  const [old] = await lines([user, friend], roomId, 170, 50);
  await user.readMarkers(roomId, (await user.messages(roomId, { limit: 1 })).chunk[0]?.event_id ?? "");
  await app.signIn(network.url, user.userId, PASSWORD);
  await go(app.page, `#/room/${roomId}/${old}`);
  await expect(app.message("line 50.")).toBeInViewport();
  await expect(app.message("line 49.")).toBeInViewport();
  await expect(app.message("line 51.")).toBeInViewport();

  // What comes at the live end moves nothing.
  const before = await topOf(app, "line 50.");
  await friend.text(roomId, "said meanwhile");
  await expect(app.list.getByText("said meanwhile")).toBeVisible();
  expect(Math.abs((await topOf(app, "line 50.")) - before)).toBeLessThanOrEqual(1);

  // The same place after a reload.
  await app.page.reload();
  await expect(app.message("line 50.")).toBeInViewport();
  await expect.poll(async () => Math.abs((await topOf(app, "line 50.")) - before)).toBeLessThanOrEqual(2);

  // Down, past what was a gap, without holes and without doubles.
  const seen = new Set<number>();
  await expect
    .poll(
      async () => {
        const { numbers, end } = await app.feed.evaluate((feed) => {
          const rows = [...feed.querySelectorAll("[role=article]")].map((row) => row.textContent ?? "");
          const shown = rows.flatMap((text) => /line (\d+)\./.exec(text)?.[1] ?? []).map(Number);
          feed.scrollBy({ top: feed.clientHeight * 0.7 });
          return { numbers: shown, end: rows.some((text) => text.includes("said meanwhile")) };
        });
        expect(new Set(numbers).size).toBe(numbers.length);
        for (const number of numbers) seen.add(number);
        return end;
      },
      { timeout: 30_000, intervals: [60] },
    )
    .toBe(true);
  for (let at = 50; at <= 170; at += 1) expect(seen.has(at), `line ${at}`).toBe(true);
});

test("from a link at the past one gets to the latest with one press", async ({ app, user, network }) => {
  const roomId = await user.create({ name: "Latest" });
  const [old] = await lines([user], roomId, 130, 20);
  await app.signIn(network.url, user.userId, PASSWORD);
  await go(app.page, `#/room/${roomId}/${old}`);
  await expect(app.message("line 20.")).toBeInViewport();
  await app.page.getByRole("button", { name: /latest/i }).click();
  await expect(app.message("line 130.")).toBeInViewport();
});

test("links in messages open in place; back and forward find room and position, also after a reload", async ({
  app,
  user,
  friend,
  network,
}) => {
  test.setTimeout(90_000);
  const there = await user.create({ name: "There" });
  const [far] = await lines([user], there, 110, 30);
  const here = await user.create({ name: "Here", invite: [friend.userId] });
  await friend.join(here);
  const [old] = await lines([friend], here, 110, 25);
  await friend.text(here, `look at https://matrix.to/#/${here}/${old} please`);
  const path = there.slice(1);
  await friend.text(here, `and at matrix:roomid/${encodeURIComponent(path)}/e/${(far ?? "").slice(1)} too`);
  await app.signIn(network.url, user.userId, PASSWORD);
  await app.openRoom("Here");
  await expect(app.message("too")).toBeInViewport();
  const start = await topOf(app, "look at");

  await app.message("look at").getByRole("button").or(app.message("look at").getByRole("link")).first().click();
  await expect(app.message("line 25.")).toBeInViewport();
  await app.page.goBack();
  await expect(app.message("too")).toBeInViewport();
  await expect.poll(async () => Math.abs((await topOf(app, "look at")) - start)).toBeLessThanOrEqual(2);

  await app.message("and at").getByRole("button").or(app.message("and at").getByRole("link")).first().click();
  await expect(app.heading("There")).toBeVisible();
  await expect(app.message("line 30.")).toBeInViewport();
  const place = await topOf(app, "line 30.");
  await app.page.goBack();
  await expect(app.heading("Here")).toBeVisible();
  await expect(app.message("too")).toBeInViewport();
  await app.page.goForward();
  await expect(app.heading("There")).toBeVisible();
  await expect.poll(async () => Math.abs((await topOf(app, "line 30.")) - place)).toBeLessThanOrEqual(2);
  await app.page.reload();
  await expect.poll(async () => Math.abs((await topOf(app, "line 30.")) - place)).toBeLessThanOrEqual(2);
  await app.page.goBack();
  await expect(app.heading("Here")).toBeVisible();
  await expect(app.message("too")).toBeInViewport();
});

test("a link that leads nowhere says so and offers a way on", async ({ app, user, friend, network }) => {
  const roomId = await user.create({ name: "Known" });
  await lines([user], roomId, 3);
  const other = await user.create({ name: "Other" });
  const [elsewhere] = await lines([user], other, 3, 2);
  const gone = await user.text(roomId, "to be deleted");
  await user.redact(roomId, gone);
  const closed = await friend.create({ name: "Closed" });
  await app.signIn(network.url, user.userId, PASSWORD);

  await go(app.page, `#/room/${roomId}/$nothing`);
  await expect(app.page.getByText("This message cannot be found.")).toBeVisible();
  await app.page.getByRole("button", { name: "Go to latest" }).click();
  await expect(app.page.getByText("This message cannot be found.")).toHaveCount(0);
  await expect(app.message("line 3.")).toBeInViewport();

  await go(app.page, `#/room/${roomId}/${gone}`);
  await expect(app.feed.getByText(/deleted/)).toBeInViewport();

  await go(app.page, `#/room/${roomId}/${elsewhere}`);
  await expect(app.heading("Other")).toBeVisible();
  await expect(app.message("line 2.")).toBeInViewport();

  await go(app.page, `#/room/${closed}/$any?via=localhost:8801`);
  await expect(app.page.getByRole("main").getByRole("button", { name: "Copy the link" })).toBeVisible();

  await go(app.page, "#/room/nonsense");
  await expect(app.page.getByText("This address leads nowhere")).toBeVisible();

  await go(app.page, `#/link?uri=${encodeURIComponent(`web+matrix:u/${friend.userId.slice(1)}`)}`);
  await expect(app.page.getByRole("dialog").getByText("Ben Okri")).toBeVisible();
});

test("a link to a room one is not in shows the door; joining leads to the message", async ({
  app,
  user,
  friend,
  network,
}) => {
  const roomId = await friend.create({ name: "Behind a link", preset: "public_chat" });
  const [old] = await lines([friend], roomId, 90, 15);
  const asking = await friend.create({
    name: "Ask first",
    initial_state: [{ type: "m.room.join_rules", state_key: "", content: { join_rule: "knock" } }],
  });
  await app.signIn(network.url, user.userId, PASSWORD);
  await go(app.page, `#/room/${roomId}/${old}?via=localhost:8801`);
  await expect(app.page.getByRole("heading", { name: "Behind a link" })).toBeVisible();
  await app.page.getByRole("button", { name: "Join room" }).click();
  await expect(app.message("line 15.")).toBeInViewport();

  await go(app.page, `#/room/${asking}?via=localhost:8801`);
  await app.page.getByLabel("Why you want to join").fill("I was sent here");
  await app.page.getByRole("button", { name: "Ask to join" }).click();
  await expect(app.page.getByText("You asked to join Ask first")).toBeVisible();
});
