/** The tab's end of the task worker. The worker starts with the first picture and lives on; if it dies, jobs end empty. */
import type { PictureFacts, TaskAnswer, TaskRequest } from "./protocol.ts";

const DEADLINE_MS = 10_000;

const waiting = new Map<number, (facts: PictureFacts | undefined) => void>();
let worker: Worker | undefined;
let nextId = 1;

function endAll(): void {
  worker?.terminate();
  worker = undefined;
  for (const settle of [...waiting.values()]) settle(undefined);
}

function running(): Worker {
  if (worker) return worker;
  const started = new Worker(new URL("./task-worker.ts", import.meta.url), { type: "module", name: "hubbub-tasks" });
  started.addEventListener("message", (event: MessageEvent<TaskAnswer>) => {
    waiting.get(event.data.id)?.(event.data.facts);
  });
  started.addEventListener("error", endAll);
  worker = started;
  return started;
}

/** Size and blurhash of a picture; undefined if the browser cannot decode it. */
export function measurePicture(blob: Blob): Promise<PictureFacts | undefined> {
  return new Promise((resolve) => {
    const id = nextId++;
    const timer = setTimeout(() => settle(undefined), DEADLINE_MS);
    const settle = (facts: PictureFacts | undefined): void => {
      if (!waiting.delete(id)) return;
      clearTimeout(timer);
      resolve(facts);
    };
    waiting.set(id, settle);
    const request: TaskRequest = { id, blob };
    running().postMessage(request);
  });
}
