/** Drives the system's Firefox over WebDriver BiDi: no browser is downloaded for it. One page is all a smoke test needs. */
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { openTextSocket } from "./web-socket.ts";

const PLACES = ["/usr/bin/firefox-esr", "/usr/bin/firefox"];
const START_MS = 60_000;
const ENTER = "\uE007";

/** Where a Firefox is, or undefined. HUBBUB_FIREFOX names another one. */
export function findFirefox(): string | undefined {
  const named = process.env["HUBBUB_FIREFOX"];
  return (named === undefined ? PLACES : [named]).find((place) => existsSync(place));
}

export interface FirefoxPage {
  open(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Runs a function body in the page and answers what it returns, if that is a string, a number or a boolean. */
  run(body: string): Promise<unknown>;
  /** Clicks the middle of the element, once there is one. */
  click(selector: string): Promise<void>;
  type(text: string): Promise<void>;
  enter(): Promise<void>;
  close(): Promise<void>;
}

type Json = Readonly<Record<string, unknown>>;
type Waiting = { resolve(result: Json): void; reject(error: Error): void };

export async function startFirefox(binary: string): Promise<FirefoxPage> {
  const home = mkdtempSync(path.join(os.tmpdir(), "hubbub-firefox-"));
  const args = ["--headless", "--no-remote", "--profile", home, "--remote-debugging-port", "0", "about:blank"];
  const browser = spawn(binary, args, { env: { ...process.env, HOME: home }, stdio: ["ignore", "ignore", "pipe"] });
  const ended = new Promise<void>((resolve) => browser.once("exit", () => resolve()));
  const end = async (): Promise<void> => {
    if (browser.exitCode === null && browser.signalCode === null) browser.kill("SIGTERM");
    await ended;
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    return await attach(await listening(browser), end);
  } catch (error) {
    await end();
    throw error;
  }
}

/** The address Firefox says it listens on. */
function listening(browser: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    const late = setTimeout(() => reject(new Error(`Firefox did not start: ${said}`)), START_MS);
    browser.once("error", reject);
    browser.once("exit", () => reject(new Error(`Firefox ended at once: ${said}`)));
    browser.stderr?.on("data", (chunk: Buffer) => {
      said += String(chunk);
      const address = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(said)?.[1];
      if (address === undefined) return;
      clearTimeout(late);
      resolve(address);
    });
  });
}

async function attach(address: string, end: () => Promise<void>): Promise<FirefoxPage> {
  const waiting = new Map<number, Waiting>();
  let last = 0;
  const socket = await openTextSocket(`${address}/session`, (text) => {
    const message = JSON.parse(text) as { id?: number; type: string; result?: Json; error?: string; message?: string };
    const one = message.id === undefined ? undefined : waiting.get(message.id);
    if (message.id === undefined || !one) return;
    waiting.delete(message.id);
    if (message.type === "success") one.resolve(message.result ?? {});
    else one.reject(new Error(`${message.error}: ${message.message}`));
  });
  const send = (method: string, params: Json): Promise<Json> =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      socket.send(JSON.stringify({ id: last, method, params }));
    });

  await send("session.new", { capabilities: {} });
  const { contexts } = (await send("browsingContext.getTree", {})) as { contexts: readonly { context: string }[] };
  const [first] = contexts;
  if (!first) throw new Error("Firefox has no window");
  const { context } = first;
  // Without it the page has no focus, and what is typed goes nowhere.
  await send("browsingContext.activate", { context });
  const act = (type: "key" | "pointer", actions: readonly Json[]): Promise<Json> =>
    send("input.performActions", { context, actions: [{ type, id: type, actions }] });
  const keys = (text: string): Promise<Json> =>
    act(
      "key",
      [...text].flatMap((value) => [
        { type: "keyDown", value },
        { type: "keyUp", value },
      ]),
    );
  const run = async (body: string): Promise<unknown> => {
    const answer = (await send("script.evaluate", {
      expression: `(() => { ${body} })()`,
      target: { context },
      awaitPromise: true,
    })) as { type: string; result?: { value?: unknown }; exceptionDetails?: { text?: string } };
    if (answer.type !== "success") throw new Error(answer.exceptionDetails?.text ?? "the script failed");
    return answer.result?.value;
  };
  return {
    open: async (url) => void (await send("browsingContext.navigate", { context, url, wait: "complete" })),
    reload: async () => void (await send("browsingContext.reload", { context, wait: "complete" })),
    run,
    async click(selector) {
      const middle = await run(
        `const box = document.querySelector(${JSON.stringify(selector)})?.getBoundingClientRect();
         return box ? Math.round(box.x + box.width / 2) + " " + Math.round(box.y + box.height / 2) : ""`,
      );
      const [x, y] = String(middle).split(" ").map(Number);
      if (x === undefined || y === undefined) throw new Error(`there is no ${selector}`);
      await act("pointer", [
        { type: "pointerMove", x, y },
        { type: "pointerDown", button: 0 },
        { type: "pointerUp", button: 0 },
      ]);
    },
    type: async (text) => void (await keys(text)),
    enter: async () => void (await keys(ENTER)),
    async close() {
      await send("session.end", {}).catch(() => undefined);
      socket.close();
      await end();
    },
  };
}
