// The demo world's servers for `npm start`, and the tests' copy of it.
import fs from "node:fs";
import path from "node:path";
import { worldHash, seedSnapshot } from "../../stack/demo/seed.mjs";
import { PlainError } from "../../stack/plain-error.mjs";
import { assertPortsFree, createStack, reapOrphans, runningStack, snapshotInfo } from "../../stack/servers.mjs";
import { requireSpace } from "./machine.mjs";
import { say, step } from "./progress.mjs";

/** Makes the snapshot if there is none, or (when `current`) if the world's script has changed since. */
export async function ensureSnapshot(root, { current = false } = {}) {
  const info = snapshotInfo();
  if (info && (!current || info.world === worldHash())) return;
  requireSpace(root, 300);
  await step("Seeding the demo world (about 2 to 4 minutes, only this once)", (detail) =>
    seedSnapshot({ onProgress: (text, fraction) => detail(`${Math.round((fraction ?? 0) * 100)} % ${text}`) }),
  );
}

/** True when the demo servers run already, started by hand to stay; refuses when anything else is in their place. */
export async function assertDemoCanStart({ reset = false } = {}) {
  const running = runningStack();
  if (running?.name === "demo" && !running.attached) {
    if (reset)
      throw new PlainError(
        'The demo servers are running: stop them with "node stack/servers.mjs stop" before --reset.',
      );
    return true;
  }
  await reapOrphans();
  await assertPortsFree();
  return false;
}

/** Starts the demo servers with what was written last time. Resolves to a function that stops them. */
export async function startDemo(root, { reset = false } = {}) {
  if (await assertDemoCanStart({ reset })) {
    say("The demo servers are already running and stay running afterwards");
    return async () => {};
  }
  const stack = createStack({ name: "demo", attached: true });
  const complete = fs.existsSync(path.join(stack.dir, "ok"));
  await ensureSnapshot(root, { current: reset || !complete });
  if (reset || !complete) await step("Setting up the demo world", () => stack.restore());
  await step("Starting the two demo servers", () => stack.start());
  return () => stack.stop();
}

/** Starts a fresh copy of the demo world for tests. Resolves to the stack. */
export async function startTestStack(root, { seeding = false } = {}) {
  const stack = createStack({ name: "test", attached: true, seeding });
  await reapOrphans();
  await assertPortsFree();
  await ensureSnapshot(root, { current: true });
  await step("Starting two test servers with a fresh demo world", async () => {
    await stack.restore();
    await stack.start();
  });
  return stack;
}
