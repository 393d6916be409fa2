/** Runs in every page before anything else: notes when things are first painted, and every long task. */
export function probe() {
  const marks = {};
  const long = [];
  /** Within a frame's callbacks: when the paint that follows them is done. */
  const painted = (work) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => work(performance.now());
    channel.port2.postMessage(0);
  };
  const afterPaint = (work) => requestAnimationFrame(() => painted(work));
  const wanted = {
    firstRow: ".row-name",
    list: "[role=treeitem] .row-name",
    timeline: "[role=feed] .msg",
    signIn: "input[type=password]",
  };
  const look = () => {
    for (const [name, selector] of Object.entries(wanted)) {
      if (marks[name] !== undefined || !document.querySelector(selector)) continue;
      marks[name] = -1;
      afterPaint((at) => (marks[name] = at));
    }
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) long.push({ startTime, duration });
  }).observe({ type: "longtask", buffered: true });

  window.__bench = {
    marks,
    afterPaint,
    painted,
    blocking: (since = 0) =>
      long.reduce((sum, task) => sum + (task.startTime < since ? 0 : Math.max(0, task.duration - 50)), 0),
    /** From the next event of that kind to the frame in which `holds` is true: milliseconds. */
    from(type, holds, mode = "painted") {
      return new Promise((resolve, reject) => {
        addEventListener(
          type,
          (event) => {
            const timer = setTimeout(() => reject(new Error(`nothing came of ${type}`)), 15_000);
            const end = (at) => {
              clearTimeout(timer);
              resolve(at - event.timeStamp);
            };
            if (mode === "changed") {
              const observer = new MutationObserver(() => {
                if (!holds()) return;
                observer.disconnect();
                end(performance.now());
              });
              observer.observe(document, { childList: true, subtree: true, characterData: true, attributes: true });
              return;
            }
            const check = () => (holds() ? painted(end) : requestAnimationFrame(check));
            requestAnimationFrame(check);
          },
          { once: true, capture: true },
        );
      });
    },
  };
}

export async function marked(page, name, timeout = 60_000) {
  await page.waitForFunction((n) => (window.__bench?.marks[n] ?? -1) > 0, name, { timeout });
  return page.evaluate((n) => window.__bench.marks[n], name);
}

export const blocking = (page) => page.evaluate(() => window.__bench.blocking());
