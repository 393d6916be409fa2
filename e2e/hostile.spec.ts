import type { MatrixClient } from "../stack/matrix.mjs";
import { expect, PASSWORD, SERVER_A, test } from "./support/world.ts";
import { hostileContents, type HostileEvent } from "./support/hostile.ts";

/** At most so many requests at a time. */
const ABREAST = 6;

async function abreast<T>(work: readonly T[], run: (one: T) => Promise<unknown>): Promise<void> {
  const rest = [...work].toReversed();
  const lane = async (): Promise<void> => {
    for (let next = rest.pop(); next !== undefined; next = rest.pop()) await run(next);
  };
  await Promise.all(Array.from({ length: ABREAST }, lane));
}

/** Sends all; answers with the kinds that the server let through. */
async function flood(client: MatrixClient, roomId: string, events: Iterable<HostileEvent>): Promise<Set<string>> {
  const accepted = new Set<string>();
  await abreast([...events], async ({ kind, type, content, stateKey }) => {
    try {
      if (stateKey === undefined) await client.send(roomId, type, content);
      else await client.state(roomId, type, content, { key: stateKey });
      accepted.add(kind);
    } catch {
      // The server refuses some; what it lets through is what counts.
    }
  });
  return accepted;
}

function edit(eventId: string, body: string): Record<string, unknown> {
  return {
    msgtype: "m.text",
    body: `* ${body}`,
    "m.new_content": { msgtype: "m.text", body },
    "m.relates_to": { rel_type: "m.replace", event_id: eventId },
  };
}

test("a flood of at least 300 kinds of hostile events: nothing runs, other rooms are unharmed, no uncaught error", async ({
  app,
  user,
  friend,
}, info) => {
  test.setTimeout(180_000);
  const bad = await user.create({
    name: "Rough water",
    invite: [friend.userId],
    power_level_content_override: { users_default: 100 },
    room_version: "11",
  });
  const good = await user.create({ name: "Calm water", invite: [friend.userId] });
  await friend.join(bad);
  await friend.join(good);
  await friend.text(good, "all is well");
  await app.page.addInitScript(() => {
    const tasks: number[] = [];
    Object.assign(window, { longTasks: tasks });
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: "longtask",
      buffered: true,
    });
  });
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await app.openRoom("Rough water");

  const anchor = await friend.text(bad, "anchor");
  const accepted = await flood(friend, bad, hostileContents(anchor, user.userId));
  expect(accepted.size).toBeGreaterThanOrEqual(300);

  // What needs more than one event: edits by others, edits of edits, relations that go round in circles.
  const mine = await user.text(bad, "my own words");
  await friend.send(bad, "m.room.message", edit(mine, "words put into a mouth"));
  const first = await user.send(bad, "m.room.message", edit(mine, "corrected once"));
  await user.send(bad, "m.room.message", edit(first, "an edit of an edit"));
  const answer = await friend.send(bad, "m.room.message", {
    msgtype: "m.text",
    body: "an answer to an edit",
    "m.relates_to": { "m.in_reply_to": { event_id: first } },
  });
  await friend.send(bad, "m.reaction", {
    "m.relates_to": { rel_type: "m.annotation", event_id: answer, key: "👍" },
  });
  const redacted = await friend.text(bad, "soon gone");
  const redaction = await friend.redact(bad, redacted);
  await friend.redact(bad, redaction).catch(() => undefined);
  const loud = await friend.text(bad, "many reactions");
  await abreast(
    Array.from({ length: 1_000 }, (_, i) => i),
    (i) =>
      friend.send(bad, "m.reaction", {
        "m.relates_to": { rel_type: "m.annotation", event_id: loud, key: `k${i}${"x".repeat(i % 40)}` },
      }),
  );
  await friend.text(bad, "still standing");
  await expect(app.message("still standing")).toBeVisible({ timeout: 30_000 });
  await expect(app.message("corrected once").first()).toBeVisible({ timeout: 30_000 });
  await expect(app.message("words put into a mouth")).toHaveCount(0);
  // Every row gets drawn once.
  await app.scrollToStart();
  expect(await app.page.evaluate(() => "pwned" in window || "polluted" in {})).toBe(false);
  await expect(app.feed.locator("script, style, iframe, object, embed, form, input, svg image")).toHaveCount(0);

  await app.openRoom("Calm water");
  await expect(app.message("all is well")).toBeVisible();
  await app.say("indeed");
  await expect(app.message("indeed")).toHaveCount(1);
  const tasks = await app.page.evaluate(
    () => (window as unknown as { readonly longTasks: readonly number[] }).longTasks,
  );
  const said = `${tasks.length} tasks over 50 ms, the longest ${Math.round(Math.max(0, ...tasks))} ms`;
  info.annotations.push({ type: "long tasks", description: said });
  console.log(`hostile: ${accepted.size} kinds accepted; ${said}`);
  await app.page.reload();
  await expect(app.message("indeed")).toHaveCount(1);
});
