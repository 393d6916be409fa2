// Heap of a page and of the core's worker, and what the renderer's process takes of the machine.
import fs from "node:fs";

export async function pageHeap(page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("HeapProfiler.collectGarbage");
  await cdp.send("Performance.enable");
  const { metrics } = await cdp.send("Performance.getMetrics");
  await cdp.detach();
  return metrics.find((metric) => metric.name === "JSHeapUsedSize")?.value ?? Number.NaN;
}

/** Seconds the page's main thread has spent in tasks. */
export async function taskTime(cdp) {
  const { metrics } = await cdp.send("Performance.getMetrics");
  return metrics.find((metric) => metric.name === "TaskDuration")?.value ?? Number.NaN;
}

/** Calls a method in the core's worker. Playwright has no handle for shared workers, so the raw protocol is spoken. */
async function inCore(context, calls) {
  const cdp = await context.browser().newBrowserCDPSession();
  try {
    const { targetInfos } = await cdp.send("Target.getTargets");
    const worker = targetInfos.find((target) => target.type === "shared_worker");
    if (!worker) return undefined;
    const { sessionId } = await cdp.send("Target.attachToTarget", { targetId: worker.targetId, flatten: false });
    const pending = new Map();
    cdp.on("Target.receivedMessageFromTarget", ({ message }) => {
      const { id, result } = JSON.parse(message);
      pending.get(id)?.(result);
    });
    let nextId = 1;
    const send = (method, params = {}) =>
      new Promise((resolve) => {
        const id = nextId++;
        pending.set(id, resolve);
        void cdp.send("Target.sendMessageToTarget", { sessionId, message: JSON.stringify({ id, method, params }) });
      });
    return await calls(send);
  } finally {
    await cdp.detach();
  }
}

export function coreHeap(context) {
  return inCore(context, async (send) => {
    await send("HeapProfiler.enable");
    await send("HeapProfiler.collectGarbage");
    return (await send("Runtime.getHeapUsage")).usedSize;
  });
}

/** Resident memory of the largest renderer; Linux only. */
export async function rendererMemory(context) {
  const cdp = await context.browser().newBrowserCDPSession();
  const { processInfo } = await cdp.send("SystemInfo.getProcessInfo");
  await cdp.detach();
  const sizes = processInfo
    .filter((process) => process.type === "renderer")
    .map(({ id }) => {
      try {
        const status = fs.readFileSync(`/proc/${id}/status`, "utf8");
        return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) * 1024;
      } catch {
        return Number.NaN;
      }
    });
  return Math.max(...sizes);
}
