// Child processes of the bootstrap. Each runs in a process group of its own, is remembered while it lives, and is
// ended with the whole group when we are; its output goes to .stack/logs/ and the last lines into the error.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { STATE_DIR } from "../../stack/servers.mjs";

const living = new Set();

export class ChildError extends Error {
  constructor(command, code, output, log) {
    super(`${command} ended with ${code}`);
    this.name = "ChildError";
    this.code = code;
    this.output = output;
    this.log = log;
  }
}

/** Runs a command to its end. `log` names the log file; `inherit` shows the output instead. */
export function run(command, args, { cwd, env, log, inherit = false, onLine } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      detached: true,
      stdio: inherit ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"],
    });
    living.add(child);
    let output = "";
    const file = log && !inherit ? openLog(log) : undefined;
    const take = (chunk) => {
      const text = String(chunk);
      output = (output + text).slice(-200_000);
      if (file !== undefined) fs.writeSync(file, text);
      if (onLine) for (const line of text.split("\n")) if (line.trim()) onLine(line.trim());
    };
    child.stdout?.on("data", take);
    child.stderr?.on("data", take);
    const finish = (code) => {
      living.delete(child);
      if (file !== undefined) fs.closeSync(file);
      if (code === 0) resolve(output);
      else
        reject(
          new ChildError(
            [path.basename(command), ...args.slice(0, 3)].join(" "),
            code,
            output,
            log && `.stack/logs/${log}.log`,
          ),
        );
    };
    child.once("error", (error) => finish(error.code ?? "error"));
    child.once("close", (code, signal) => finish(code ?? signal));
  });
}

function openLog(name) {
  const dir = path.join(STATE_DIR, "logs");
  fs.mkdirSync(dir, { recursive: true });
  return fs.openSync(path.join(dir, `${name}.log`), "w");
}

/** Ends every child that still runs, with everything it started. */
export async function endChildren() {
  const children = [...living];
  for (const child of children) signalGroup(child, "SIGTERM");
  const gone = Promise.all(
    children.map(
      (child) =>
        new Promise((resolve) =>
          child.exitCode === null && child.signalCode === null ? child.once("exit", resolve) : resolve(),
        ),
    ),
  );
  await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 4_000))]);
  for (const child of children) signalGroup(child, "SIGKILL");
}

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The whole group is gone.
  }
}
