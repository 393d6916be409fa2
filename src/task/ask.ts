/**
 * The tab's end of the task worker. The worker starts with the first job and lives on. If it dies, or hangs beyond the
 * deadline of a job, all jobs end empty and the next one starts a new worker.
 */
import type { TaskAnswer, TaskRequest } from "./protocol.ts";

type Job<T> = T extends unknown ? Omit<T, "id"> : never;
export type TaskJob = Job<TaskRequest>;

const waiting = new Map<number, (answer: TaskAnswer | undefined) => void>();
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
    waiting.get(event.data.id)?.(event.data);
  });
  started.addEventListener("error", endAll);
  worker = started;
  return started;
}

/** Undefined if there is no answer in time. */
export function ask(
  job: TaskJob,
  deadlineMs: number,
  transfer: readonly Transferable[] = [],
): Promise<TaskAnswer | undefined> {
  return new Promise((resolve) => {
    const id = nextId++;
    const timer = setTimeout(endAll, deadlineMs);
    waiting.set(id, (answer) => {
      waiting.delete(id);
      clearTimeout(timer);
      resolve(answer);
    });
    const request: TaskRequest = { ...job, id };
    running().postMessage(request, [...transfer]);
  });
}
