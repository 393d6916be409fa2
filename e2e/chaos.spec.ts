/**
 * Two people write into one room over a network that delays, drops, cuts and refuses at random. Whatever the weather:
 * nothing lost, nothing doubled, everybody's words in the order they were written, on both screens and on the server.
 *   HUBBUB_CHAOS_SECONDS=600 npm run test:e2e chaos      for as long as one likes (45 seconds else)
 *   HUBBUB_CHAOS_SEED=7                                  the dice of an earlier run
 */
import type { MatrixClient } from "../stack/matrix.mjs";
import { createChaos, dice } from "../stack/chaos.mjs";
import type { Hubbub } from "./support/hubbub.ts";
import { numbered } from "./support/rooms.ts";
import { expect, PASSWORD, test } from "./support/world.ts";

const SECONDS = Number(process.env["HUBBUB_CHAOS_SECONDS"] ?? 45);
const SEED = Number(process.env["HUBBUB_CHAOS_SEED"] ?? 2026);
/** A writer waits while so many of their messages have not reached the server: nobody types further ahead than that. */
const AHEAD = 12;

/** Every message of the room as the server has it, oldest first. */
async function written(client: MatrixClient, roomId: string): Promise<string[]> {
  const bodies: string[] = [];
  for (let from: string | undefined; ;) {
    const { chunk, end } = await client.messages(roomId, from === undefined ? { limit: 500 } : { limit: 500, from });
    bodies.push(
      ...chunk.filter((event) => event.type === "m.room.message").map((event) => String(event.content["body"])),
    );
    if (end === undefined || chunk.length === 0) return bodies.toReversed();
    from = end;
  }
}

/** Every message of the room as the screen has it, oldest first: scrolls to the room's start and reads down. */
async function shown(app: Hubbub): Promise<string[]> {
  const { page } = app;
  await app.feed.focus();
  await expect(async () => {
    await page.keyboard.press("Control+Home");
    await expect(page.getByText(/^This is where/)).toBeInViewport({ timeout: 500 });
  }).toPass({ timeout: 120_000 });
  return app.feed.evaluate(async (feed) => {
    const frame = (): Promise<unknown> =>
      new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const rows = new Map<number, string | undefined>();
    const look = (): void => {
      for (const row of feed.querySelectorAll<HTMLElement>("[data-index]"))
        rows.set(Number(row.dataset["index"]), /(?:ann|ben) \d+\./.exec(row.textContent ?? "")?.[0]);
    };
    for (let still = 0; still < 20;) {
      look();
      const before = feed.scrollTop;
      feed.scrollTop += feed.clientHeight / 2;
      await frame();
      still = feed.scrollTop === before ? still + 1 : 0;
    }
    look();
    return [...rows].toSorted(([a], [b]) => a - b).flatMap(([, text]) => text ?? []);
  });
}

const of = (name: string, bodies: readonly string[]): string[] => bodies.filter((body) => body.startsWith(`${name} `));

test(`${SECONDS} seconds of chaos under two writers: nothing lost, doubled or out of order`, async ({
  app,
  otherProfile,
  user,
  friend,
  network,
}, info) => {
  test.setTimeout(SECONDS * 1_000 + 240_000);
  console.log(`chaos: HUBBUB_CHAOS_SEED=${SEED}`);
  info.annotations.push({ type: "seed", description: String(SEED) });
  const roomId = await user.create({ name: "Foul weather", invite: [friend.userId] });
  await friend.join(roomId);
  const writers = [
    { name: "ann", app, client: user, said: 0 },
    { name: "ben", app: otherProfile, client: friend, said: 0 },
  ];
  for (const writer of writers) {
    await writer.app.signIn(network.url, writer.client.userId, PASSWORD);
    await writer.app.openRoom("Foul weather");
    await expect(writer.app.composer).toBeVisible();
  }

  const chaos = createChaos({ seed: SEED });
  const roll = dice(SEED + 1);
  network.fault((request) => chaos.choose(request));
  const until = Date.now() + SECONDS * 1_000;
  while (Date.now() < until) {
    for (const writer of writers) {
      const burst = 1 + Math.floor(roll() * 4);
      for (let i = 0; i < burst; i += 1) {
        writer.said += 1;
        await writer.app.say(`${writer.name} ${writer.said}.`);
      }
      await expect
        .poll(async () => newest(of(writer.name, await latest(writer.client, roomId))), {
          timeout: 120_000,
          intervals: [250],
          message: `seed ${SEED}: ${writer.name} is stuck`,
        })
        .toBeGreaterThanOrEqual(writer.said - AHEAD);
    }
  }
  network.fault(undefined);
  console.log(
    `chaos: ${writers.map(({ said, name }) => `${name} ${said}`).join(", ")}; ${JSON.stringify(chaos.counts)}`,
  );

  for (const { name, said } of writers)
    await expect
      .poll(async () => newest(of(name, await latest(user, roomId))), { timeout: 120_000, intervals: [500] })
      .toBe(said);
  const server = await written(user, roomId);
  for (const { name, said } of writers) expect(of(name, server), `seed ${SEED}`).toEqual(numbered(name, said));
  for (const writer of writers) {
    for (const { name, said } of writers)
      await expect(writer.app.message(`${name} ${said}.`).first()).toBeVisible({ timeout: 60_000 });
    const screen = await shown(writer.app);
    for (const { name, said } of writers)
      expect(of(name, screen), `seed ${SEED}, ${writer.name}'s screen`).toEqual(numbered(name, said));
  }
});

/** The room's newest messages. */
async function latest(client: MatrixClient, roomId: string): Promise<string[]> {
  const { chunk } = await client.messages(roomId, { limit: 60 });
  return chunk.map((event) => String(event.content["body"]));
}

/** The highest number among messages of one writer. */
function newest(bodies: readonly string[]): number {
  return Math.max(0, ...bodies.map((body) => Number(/\d+/.exec(body)?.[0] ?? 0)));
}
