// Processes and ports: whether a pid is alive and really one of ours, how it is ended, whether a port is free.
// Only pids that this project wrote down itself are ever signalled, and only after their command line was checked,
// because a pid file may outlive a reboot.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import net from "node:net";

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export function isAlive(pid) {
  if (!pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
  return !isZombie(pid);
}

// A killed child whose parent has not collected it yet still answers to signal 0.
function isZombie(pid) {
  try {
    return /\)\sZ\s/.test(fs.readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

export function commandLine(pid) {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
  } catch {
    try {
      return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8", stdio: "pipe" }).trim();
    } catch {
      return "";
    }
  }
}

export function parentOf(pid) {
  try {
    return Number(execFileSync("ps", ["-o", "ppid=", "-p", String(pid)], { encoding: "utf8", stdio: "pipe" }));
  } catch {
    try {
      return Number(/\)\s\S\s(\d+)/.exec(fs.readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1] ?? 0);
    } catch {
      return 0;
    }
  }
}

/** Ends one process politely, then by force; resolves once it is gone. */
export async function terminate(pid, { graceMs = 10_000 } = {}) {
  const signal = (name) => {
    try {
      process.kill(pid, name);
    } catch {
      // Gone already.
    }
  };
  signal("SIGTERM");
  for (const deadline = Date.now() + graceMs; Date.now() < deadline; await pause(50)) if (!isAlive(pid)) return;
  signal("SIGKILL");
  for (const deadline = Date.now() + 5_000; Date.now() < deadline; await pause(50)) if (!isAlive(pid)) return;
}

/** True when something answers on, or occupies, the port of the loopback interface. */
export async function isPortBusy(port) {
  const answers = (host) =>
    new Promise((resolve) => {
      const socket = net.connect({ port, host });
      const done = (busy) => {
        socket.destroy();
        resolve(busy);
      };
      socket.setTimeout(1_000, () => done(true));
      socket.once("connect", () => done(true));
      socket.once("error", () => done(false));
    });
  if ((await answers("127.0.0.1")) || (await answers("::1"))) return true;
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", (error) => resolve(error.code === "EADDRINUSE" || error.code === "EACCES"));
    server.listen({ port, host: "127.0.0.1" }, () => server.close(() => resolve(false)));
  });
}
