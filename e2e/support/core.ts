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

/** Makes the core busy for ever, a moment after the debugger has let go of it (an attached debugger would keep it alive). */
export async function hangCore(page: Page): Promise<void> {
  const session = await browserSession(page);
  const [target] = await coreTargets(session);
  if (!target) throw new Error("no core runs");
  const { sessionId } = await session.send("Target.attachToTarget", { targetId: target.targetId, flatten: false });
  const answered = new Promise<void>((resolve) => session.once("Target.receivedMessageFromTarget", () => resolve()));
  const params = { expression: "void setTimeout(() => { for (;;); }, 200)" };
  await session.send("Target.sendMessageToTarget", {
    sessionId,
    message: JSON.stringify({ id: 1, method: "Runtime.evaluate", params }),
  });
  await answered;
  await session.send("Target.detachFromTarget", { sessionId });
  await session.detach();
}

/** How many cores run. */
export async function coreCount(page: Page): Promise<number> {
  const session = await browserSession(page);
  const targets = await coreTargets(session);
  await session.detach();
  return targets.length;
}
