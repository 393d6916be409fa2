/** Makes connections to the shared worker; one may be made ahead of the moment it is wanted. */
export interface SharedConnection {
  readonly worker: SharedWorker;
  /** The script did not load; it may have happened before anybody listened. */
  onFailed(listener: () => void): void;
}

let ahead: { readonly name: string; readonly connection: SharedConnection } | undefined;

function connect(name: string): SharedConnection {
  const worker = new SharedWorker(new URL("../../sdk/core/worker.ts", import.meta.url), { type: "module", name });
  let state: "fine" | "failed" = "fine";
  let tell: () => void = () => undefined;
  worker.onerror = () => {
    state = "failed";
    tell();
  };
  return {
    worker,
    onFailed(listener) {
      tell = listener;
      if (state === "failed") queueMicrotask(listener);
    },
  };
}

export function startSharedWorker(name: string): void {
  ahead = { name, connection: connect(name) };
}

/** The connection made ahead, if it is to the worker of that name, else a new one. */
export function takeSharedWorker(name: string): SharedConnection {
  const made = ahead;
  ahead = undefined;
  if (made?.name === name) return made.connection;
  // A port nobody listens to would count as a tab.
  made?.connection.worker.port.postMessage({ t: "bye" });
  made?.connection.worker.port.close();
  return connect(name);
}
