/** Reaches the core's SharedWorker, which Playwright does not see, by a raw debugger session of the browser. */
import type { CDPSession, Page } from "@playwright/test";

interface TargetInfo {
  readonly targetId: string;
  readonly type: string;
  readonly url: string;
}

async function browserSession(page: Page): Promise<CDPSession> {
  const browser = page.context().browser();
  if (!browser) throw new Error("no browser");
  return browser.newBrowserCDPSession();
}

async function coreTargets(session: CDPSession): Promise<readonly TargetInfo[]> {
  const { targetInfos } = await session.send("Target.getTargets", {
    filter: [{ type: "shared_worker", exclude: false }],
  });
  return targetInfos.filter((target) => target.url.includes("/core/"));
}

/** Ends the running core as the system would: at once, in the middle of whatever it does. */
export async function killCore(page: Page): Promise<void> {
  const session = await browserSession(page);
  const targets = await coreTargets(session);
  if (targets.length === 0) throw new Error("no core runs");
  for (const target of targets) await session.send("Target.closeTarget", { targetId: target.targetId });
  await session.detach();
}

/** Runs an expression in the core without waiting for its end. */
export async function runInCore(page: Page, expression: string): Promise<void> {
  const session = await browserSession(page);
  const [target] = await coreTargets(session);
  if (!target) throw new Error("no core runs");
  const { sessionId } = await session.send("Target.attachToTarget", { targetId: target.targetId, flatten: false });
  await session.send("Target.sendMessageToTarget", {
    sessionId,
    message: JSON.stringify({ id: 1, method: "Runtime.evaluate", params: { expression } }),
  });
}

/** How many cores run. */
export async function coreCount(page: Page): Promise<number> {
  const session = await browserSession(page);
  const targets = await coreTargets(session);
  await session.detach();
  return targets.length;
}
