#!/usr/bin/env node
// Two federating Synapses on loopback: start, stop, wipe, snapshot, restore, seed.
//   node stack/servers.mjs start|stop|status|wipe|restore|seed [--stack demo|test] [--seeding]
//
// A stack is a directory below .stack/ (demo, test, seed) with one sub-directory per server. All stacks use the same
// ports, because a server's name contains its port and the data is bound to the name; so only one runs at a time.
// The snapshot (.stack/snapshot) is what `seed` makes once and `restore` copies in seconds. It is complete exactly
// when its `ok` file exists. A server started `attached` ends when the process that started it is gone.
import { execFileSync, spawn } from "node:child_process";
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { PlainError } from "./plain-error.mjs";
import { commandLine, isAlive, isPortBusy, pause, terminate } from "./processes.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(here);

export const STATE_DIR = path.join(root, ".stack");
export const SNAPSHOT_DIR = path.join(STATE_DIR, "snapshot");
export const PYTHON = path.join(STATE_DIR, "venv", "bin", "python");
export const SHARED_SECRET = "dev";
export const AS_TOKEN = "as_seed_dev";
export const PASSWORD = "hubbub";
export const SYNAPSE_VERSION = "1.163.2";

/** The two servers: `name` is the Matrix server name, `url` where clients reach it. */
export const SERVERS = Object.freeze({
  a: server("a", 8801, 8811),
  b: server("b", 8802, 8812),
});

const STACKS = ["demo", "test", "seed"];

function server(id, federationPort, clientPort) {
  return Object.freeze({
    id,
    name: `localhost:${federationPort}`,
    url: `http://localhost:${clientPort}`,
    clientPort,
    federationPort,
  });
}

const LOG_CONFIG = `version: 1
formatters: {line: {format: '%(asctime)s %(name)s %(levelname)s %(request)s %(message)s'}}
handlers: {file: {class: logging.handlers.RotatingFileHandler, formatter: line, filename: homeserver.log, maxBytes: 20000000, backupCount: 1}}
root: {level: WARNING, handlers: [file]}
disable_existing_loggers: false
`;

/** A stack in `.stack/<name>`. Options: attached (ends with this process), seeding, clockBackSeconds. */
export function createStack({ name = "demo", attached = false, seeding = false, clockBackSeconds = 0 } = {}) {
  const dir = path.join(STATE_DIR, name);
  const options = { dir, attached, seeding, clockBackSeconds };
  const each = (work) => Promise.all(Object.values(SERVERS).map(work));
  return {
    name,
    dir,
    servers: SERVERS,
    async start() {
      await reapOrphans();
      await assertPortsFree();
      ensureCertificate();
      try {
        await each((s) => startServer(s, options));
      } catch (error) {
        await each((s) => stopServer(s, dir));
        throw error;
      }
    },
    stop: async () => void (await each((s) => stopServer(s, dir))),
    /** Starts or stops one server alone ("a server stopped and started"). */
    startOne: (id) => startServer(SERVERS[id], options),
    stopOne: (id) => stopServer(SERVERS[id], dir),
    isRunning: () => Object.values(SERVERS).some((s) => runningPid(s, dir) !== 0),
    async wipe() {
      await each((s) => stopServer(s, dir));
      fs.rmSync(dir, { recursive: true, force: true });
    },
    /** Replaces this stack's data with the snapshot; the servers must be started again afterwards. */
    async restore() {
      if (!snapshotInfo()) throw new PlainError("There is no snapshot of the demo world yet: run npm start once.");
      await each((s) => stopServer(s, dir));
      const temporary = `${dir}.tmp`;
      fs.rmSync(temporary, { recursive: true, force: true });
      fs.cpSync(SNAPSHOT_DIR, temporary, { recursive: true });
      fs.rmSync(dir, { recursive: true, force: true });
      fs.renameSync(temporary, dir);
    },
    /** Makes this stack's data the snapshot. */
    async snapshot(info = {}) {
      await each((s) => stopServer(s, dir));
      const temporary = `${SNAPSHOT_DIR}.tmp`;
      fs.rmSync(temporary, { recursive: true, force: true });
      for (const s of Object.values(SERVERS)) copyServer(path.join(dir, s.id), path.join(temporary, s.id));
      fs.writeFileSync(path.join(temporary, "ok"), JSON.stringify(info));
      fs.rmSync(SNAPSHOT_DIR, { recursive: true, force: true });
      fs.renameSync(temporary, SNAPSHOT_DIR);
    },
  };
}

/** What the snapshot was made of, or undefined when there is none that is complete. */
export function snapshotInfo() {
  try {
    return JSON.parse(fs.readFileSync(path.join(SNAPSHOT_DIR, "ok"), "utf8"));
  } catch {
    return undefined;
  }
}

/** The stack that runs now, if any: { name, attached, pids }. */
export function runningStack() {
  for (const name of STACKS) {
    const dir = path.join(STATE_DIR, name);
    const records = Object.values(SERVERS)
      .map((s) => ({ pid: runningPid(s, dir), ...readRecord(s, dir) }))
      .filter((record) => isOurs(record.pid));
    if (records.length) return { name, attached: records[0].attached, pids: records.map((record) => record.pid) };
  }
  return undefined;
}

/** Ends servers whose owner died without ending them. */
export async function reapOrphans() {
  for (const name of STACKS) {
    for (const s of Object.values(SERVERS)) {
      const record = readRecord(s, path.join(STATE_DIR, name));
      if (record?.attached && !isAlive(record.owner) && isOurs(record.pid)) await terminate(record.pid);
    }
  }
}

/** Refuses, in one sentence, when the servers' ports are in use. */
export async function assertPortsFree() {
  const running = runningStack();
  if (running) {
    throw new PlainError(
      running.attached
        ? `The ${running.name} servers are already running in another terminal (npm start or npm test): end that first, with Ctrl-C.`
        : `The ${running.name} servers are already running: stop them with "node stack/servers.mjs stop --stack ${running.name}" first.`,
    );
  }
  for (const s of Object.values(SERVERS)) {
    for (const port of [s.clientPort, s.federationPort]) {
      if (await isPortBusy(port)) {
        throw new PlainError(
          `Port ${port} is taken by another program: the demo servers need 8801, 8802, 8811 and 8812, so end that program first (or use --homeserver URL, which starts no servers).`,
        );
      }
    }
  }
}

function ensureCertificate() {
  const dir = path.join(STATE_DIR, "tls");
  if (fs.existsSync(path.join(dir, "tls.crt"))) return;
  const temporary = `${dir}.tmp`;
  fs.rmSync(temporary, { recursive: true, force: true });
  fs.mkdirSync(temporary, { recursive: true });
  execFileSync(
    PYTHON,
    [path.join(here, "make-cert.py"), path.join(temporary, "tls.key"), path.join(temporary, "tls.crt")],
    { stdio: "pipe" },
  );
  fs.rmSync(dir, { recursive: true, force: true });
  fs.renameSync(temporary, dir);
}

function configure(s, { dir, seeding }) {
  const home = path.join(dir, s.id);
  fs.mkdirSync(home, { recursive: true });
  for (const file of ["tls.crt", "tls.key"]) fs.copyFileSync(path.join(STATE_DIR, "tls", file), path.join(home, file));
  const signingKey = path.join(home, "signing.key");
  if (!fs.existsSync(signingKey)) {
    const seed = crypto.randomBytes(32).toString("base64").replace(/=+$/, "");
    fs.writeFileSync(signingKey, `ed25519 a_dev${s.id} ${seed}\n`, { mode: 0o600 });
  }
  fs.writeFileSync(path.join(home, "log.yaml"), LOG_CONFIG);
  if (seeding) fs.copyFileSync(path.join(here, "as-seed.yaml"), path.join(home, "as-seed.yaml"));
  const values = {
    NAME: s.id,
    SERVER_NAME: s.name,
    PUBLIC_BASEURL: `${s.url}/`,
    CLIENT_PORT: s.clientPort,
    FED_PORT: s.federationPort,
    SHARED_SECRET,
    AS_FILES: seeding ? "as-seed.yaml" : "",
  };
  const template = fs.readFileSync(path.join(here, "homeserver.yaml.tmpl"), "utf8");
  const filled = template.replace(/\{\{(\w+)\}\}/g, (_, key) => {
    if (!(key in values)) throw new Error(`homeserver.yaml.tmpl: no value for ${key}`);
    return String(values[key]);
  });
  fs.writeFileSync(path.join(home, "homeserver.yaml"), filled);
  return home;
}

async function startServer(s, options) {
  const home = configure(s, options);
  const log = fs.openSync(path.join(home, "stdout.log"), "w");
  const child = spawn(PYTHON, [path.join(here, "launch.py"), "-c", "homeserver.yaml"], {
    cwd: home,
    // Its own process group, so that Ctrl-C reaches it through us and in order.
    detached: true,
    stdio: [options.attached ? "pipe" : "ignore", log, log],
    env: {
      ...process.env,
      SYNAPSE_CACHE_FACTOR: "0.5",
      HUBBUB_WATCH_STDIN: options.attached ? "1" : "0",
      HUBBUB_SEEDING: options.seeding ? "1" : "0",
      HUBBUB_CLOCK_BACK: String(options.clockBackSeconds),
    },
  });
  fs.closeSync(log);
  let ended = false;
  child.once("exit", () => (ended = true));
  child.once("error", () => (ended = true));
  child.unref();
  child.stdin?.unref?.();
  if (child.pid) {
    const record = { pid: child.pid, owner: process.pid, attached: options.attached };
    fs.writeFileSync(path.join(home, "running.json"), JSON.stringify(record));
  }
  for (const deadline = Date.now() + 120_000; Date.now() < deadline; await pause(100)) {
    if (ended) break;
    try {
      const answer = await fetch(`http://127.0.0.1:${s.clientPort}/health`, { signal: AbortSignal.timeout(2_000) });
      if (answer.ok) return;
    } catch {
      // Not up yet.
    }
  }
  throw new PlainError(
    `Server ${s.name} did not start${lastLine(home)} Its log is ${path.relative(root, home)}/stdout.log.`,
  );
}

function lastLine(home) {
  const lines = fs.readFileSync(path.join(home, "stdout.log"), "utf8").trim().split("\n");
  const line = lines.at(-1)?.trim();
  return line ? ` (${line}).` : ".";
}

function readRecord(s, dir) {
  try {
    return JSON.parse(fs.readFileSync(path.join(dir, s.id, "running.json"), "utf8"));
  } catch {
    return undefined;
  }
}

function isOurs(pid) {
  return isAlive(pid) && commandLine(pid).includes("launch.py");
}

function runningPid(s, dir) {
  const pid = readRecord(s, dir)?.pid ?? 0;
  return isOurs(pid) ? pid : 0;
}

async function stopServer(s, dir) {
  const pid = runningPid(s, dir);
  if (pid) await terminate(pid);
  fs.rmSync(path.join(dir, s.id, "running.json"), { force: true });
}

function copyServer(from, to) {
  fs.cpSync(from, to, {
    recursive: true,
    filter: (file) => !/\.log(\.\d+)?$|running\.json$|homeserver\.pid$|as-seed\.yaml$/.test(file),
  });
}

async function main([command, ...rest]) {
  const flag = (name) => rest.includes(`--${name}`);
  const at = rest.indexOf("--stack");
  const name = at >= 0 ? rest[at + 1] : "demo";
  if (!STACKS.includes(name)) throw new PlainError(`There is no stack called ${name}: use demo or test.`);
  const stack = createStack({ name, seeding: flag("seeding") });
  switch (command) {
    case "start":
      if (!fs.existsSync(stack.dir)) await stack.restore();
      await stack.start();
      for (const s of Object.values(SERVERS)) console.log(`${s.name} answers at ${s.url}`);
      return;
    case "stop":
      return stack.stop();
    case "restore":
      return stack.restore();
    case "wipe":
      return stack.wipe();
    case "seed": {
      const { seedSnapshot } = await import("./demo/seed.mjs");
      return seedSnapshot({ onProgress: (line) => console.log(line) });
    }
    case "status": {
      const running = runningStack();
      console.log(running ? `${running.name} runs, pids ${running.pids.join(", ")}` : "no servers run");
      return;
    }
    default:
      throw new PlainError("Say one of start, stop, status, wipe, restore, seed.");
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main(process.argv.slice(2)).then(
    () => process.exit(0),
    (error) => {
      console.error(error instanceof PlainError ? error.message : error);
      process.exit(1);
    },
  );
}
