// Scrolling by the frame, as fast as a hand on a wheel: what was seen, which frames were late, which showed nothing.

/** `goal` rows backwards through the conversation, 400 px a frame. */
export function scrollBack(page, goal) {
  return page.evaluate(scrollBy, {
    scroller: ".timeline",
    row: ".timeline [data-key]",
    name: "data-key",
    // The place where older messages are announced is no empty row.
    filled: "[data-key], .tl-history, .hist",
    step: -400,
    goal,
    from: "end",
  });
}

/** Down the whole room list. */
export function scrollList(page, step, goal) {
  return page.evaluate(scrollBy, {
    scroller: ".list-body",
    row: ".list-rows [role=treeitem]",
    name: "id",
    filled: "[role=treeitem]",
    step,
    goal,
    from: "start",
  });
}

function scrollBy({ scroller: selector, row, name, filled, step, goal, from }) {
  return new Promise((resolve) => {
    const scroller = document.querySelector(selector);
    const seen = new Set();
    const out = { frames: 0, dropped: 0, empty: 0, nodes: 0, stuck: 0 };
    const box = scroller.getBoundingClientRect();
    const points = [0.2, 0.5, 0.8].map((part) => box.top + box.height * part);
    const x = box.left + Math.min(120, box.width / 2);
    scroller.scrollTop = from === "end" ? scroller.scrollHeight : 0;
    const start = performance.now();
    let last = start;
    let lastNew = start;
    const frame = (now) => {
      out.frames += 1;
      if (now - last > 25) out.dropped += Math.round((now - last) / 16.7) - 1;
      last = now;
      const before = seen.size;
      for (const item of document.querySelectorAll(row)) seen.add(item.getAttribute(name));
      if (seen.size > before) lastNew = now;
      if (out.frames % 20 === 0) out.nodes = Math.max(out.nodes, document.getElementsByTagName("*").length);
      // All that lies at the point: something may float over the rows.
      const bare = (y) => !document.elementsFromPoint(x, y).some((element) => element.closest(filled) !== null);
      if (points.some(bare)) out.empty += 1;
      if (step < 0 && scroller.scrollTop <= 0) out.stuck += 1;
      const atEnd = step > 0 && scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 1;
      if (seen.size >= goal || atEnd || now - lastNew > 8000) {
        out.rows = seen.size;
        out.seconds = (lastNew - start) / 1000;
        out.blocking = window.__bench.blocking(start);
        resolve(out);
        return;
      }
      scroller.scrollTop += step;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}
