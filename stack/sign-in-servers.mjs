#!/usr/bin/env node
// Servers with every way of signing in, for tests and for trying things out:
//   node stack/sign-in-servers.mjs        runs them until it is ended (Ctrl-C)
//
//   open    http://localhost:29101   registration by token, terms and e-mail; single sign-on; tokens of a few seconds
//   oauth   http://localhost:29102   delegates signing in to an OAuth 2.0 server (http://localhost:29103/)
//
// Beside them: an OpenID Connect provider (29104), a mail server that keeps its mails (29105) and what tests ask for them
// (29106: /ready, /mails?to=). Any name signs in at the providers' pages. Registration token: REGISTRATION_TOKEN.
// Whoever needs them calls `signInServers()`: it uses those that run already, or starts them for its own lifetime.
import { spawn } from "node:child_process";
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { adminRegister, request } from "./matrix.mjs";
import { pause, terminate } from "./processes.mjs";
import { PYTHON, SHARED_SECRET, STATE_DIR } from "./servers.mjs";
import { json, listen } from "./sign-in/http.mjs";
import { startOAuth } from "./sign-in/oauth.mjs";
import { OIDC_CLIENT, startOidc } from "./sign-in/oidc.mjs";
import { startSmtp } from "./sign-in/smtp.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const PORTS = { open: 29101, oauth: 29102, oauthServer: 29103, oidc: 29104, smtp: 29105, desk: 29106 };
const DESK = `http://localhost:${PORTS.desk}`;

/** Seconds an access token lives on either server. */
export const LIFETIME = 6;
export const REGISTRATION_TOKEN = "hubbub-test";

export const SIGN_IN_SERVERS = Object.freeze({
  open: { name: `localhost:${PORTS.open}`, url: `http://localhost:${PORTS.open}` },
  oauth: { name: `localhost:${PORTS.oauth}`, url: `http://localhost:${PORTS.oauth}` },
});

/** Of this process: whoever asks twice gets the same, and the last to close ends them. */
let mine;

/**
 * Servers that run already, or that run now until everybody here closed them. `which`: those that are needed. A journey
 * need not close them: they end with its process.
 */
export async function signInServers({ which = ["open", "oauth"] } = {}) {
  mine ??= { users: 0, starting: startOrJoin(which) };
  const held = mine;
  held.users += 1;
  const close = async () => {
    held.users -= 1;
    if (held.users > 0) return;
    if (mine === held) mine = undefined;
    await (await held.starting).stop();
  };
  const { has } = await held.starting.catch(async (error) => {
    mine = undefined;
    throw error;
  });
  const missing = which.filter((id) => !has.includes(id));
  if (missing.length)
    throw new Error(`Some sign-in servers run already, but not ${missing.join(", ")}: end them first.`);
  return { ...SIGN_IN_SERVERS, mails, close };
}

async function startOrJoin(which) {
  for (const deadline = Date.now() + 120_000; Date.now() < deadline; await pause(200)) {
    const running = await readyDesk();
    if (running?.length) return { has: running, stop: async () => {} };
    // Somebody is starting them just now.
    if (running) continue;
    try {
      return { has: which, stop: await start(which) };
    } catch (error) {
      if (error.code !== "EADDRINUSE") throw error;
    }
  }
  throw new Error("The sign-in servers did not start: their ports (29101 to 29106) are taken.");
}

/** Mails to an address, oldest first. */
export async function mails(to) {
  const answer = await fetch(`${DESK}/mails?to=${encodeURIComponent(to)}`);
  return answer.json();
}

/** The link to open in a mail that arrives within a while. */
export async function linkInMail(to, { after = 0 } = {}) {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await pause(100)) {
    const mail = (await mails(to)).slice(after).at(-1);
    const link = mail && /https?:\/\/[^\s"<>]+token=[^\s"<>]+/.exec(mail.text.replaceAll("&amp;", "&"))?.[0];
    if (link) return link;
  }
  throw new Error(`no mail with a link came to ${to}`);
}

async function readyDesk() {
  try {
    const answer = await fetch(`${DESK}/ready`, { signal: AbortSignal.timeout(2_000) });
    return (await answer.json()).servers;
  } catch {
    return undefined;
  }
}

async function start(which) {
  const stops = [];
  const kept = [];
  let ready = [];
  const stop = async () => {
    for (const one of stops.toReversed()) await one();
  };
  try {
    // First, so that of two who start at once only one goes on.
    const desk = await listen(PORTS.desk, {
      "/ready": () => json(200, { servers: ready }),
      "/mails": ({ query }) =>
        json(
          200,
          kept.filter((mail) => mail.to === query.to),
        ),
    });
    stops.push(desk.close);
    stops.push((await startSmtp({ port: PORTS.smtp, keep: (mail) => kept.push(mail) })).close);
    if (which.includes("open")) stops.push((await startOidc({ port: PORTS.oidc })).close);
    if (which.includes("oauth")) {
      const options = { port: PORTS.oauthServer, synapse: SIGN_IN_SERVERS.oauth.url, lifetime: LIFETIME };
      stops.push((await startOAuth(options)).close);
    }
    // One after the other: a Synapse's start is mostly processor time.
    for (const id of which) stops.push(await startSynapse(id));
    if (which.includes("open")) await ensureToken();
    ready = which;
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

async function startSynapse(id) {
  const home = path.join(STATE_DIR, "sign-in", id);
  fs.mkdirSync(home, { recursive: true });
  write(home, "signing.key", () => `ed25519 a_dev ${crypto.randomBytes(32).toString("base64").replace(/=+$/, "")}\n`);
  fs.writeFileSync(
    path.join(home, "log.yaml"),
    "version: 1\nhandlers: {file: {class: logging.FileHandler, filename: homeserver.log, mode: w}}\nroot: {level: WARNING, handlers: [file]}\ndisable_existing_loggers: false\n",
  );
  const values = {
    NAME: id,
    SERVER_NAME: SIGN_IN_SERVERS[id].name,
    PUBLIC_BASEURL: `${SIGN_IN_SERVERS[id].url}/`,
    CLIENT_PORT: PORTS[id],
    FED_PORT: PORTS[id],
    SHARED_SECRET,
    AS_FILES: "",
    LIFETIME,
    CONSENT: path.join(here, "sign-in", "consent"),
    SMTP_PORT: PORTS.smtp,
    OIDC_PORT: PORTS.oidc,
    OIDC_ID: OIDC_CLIENT.id,
    OIDC_SECRET: OIDC_CLIENT.secret,
    OAUTH_PORT: PORTS.oauthServer,
  };
  fill(path.join(here, "homeserver.yaml.tmpl"), path.join(home, "homeserver.yaml"), values);
  fill(path.join(here, "sign-in", `${id}.yaml.tmpl`), path.join(home, "extra.yaml"), values);
  const log = fs.openSync(path.join(home, "stdout.log"), "w");
  const args = [path.join(here, "launch.py"), "-c", "homeserver.yaml", "-c", "extra.yaml"];
  const child = spawn(PYTHON, args, {
    cwd: home,
    detached: true,
    // Ends with this process, however that ends.
    stdio: ["pipe", log, log],
    env: { ...process.env, SYNAPSE_CACHE_FACTOR: "0.5", HUBBUB_WATCH_STDIN: "1" },
  });
  fs.closeSync(log);
  let ended = false;
  child.once("exit", () => (ended = true));
  child.once("error", () => (ended = true));
  child.unref();
  child.stdin.unref?.();
  const stop = async () => {
    if (child.pid && !ended) await terminate(child.pid);
  };
  for (const deadline = Date.now() + 120_000; Date.now() < deadline; await pause(100)) {
    if (ended) break;
    try {
      const answer = await fetch(`http://127.0.0.1:${PORTS[id]}/health`, { signal: AbortSignal.timeout(2_000) });
      if (answer.ok) return stop;
    } catch {
      // Not up yet.
    }
  }
  await stop();
  const last = fs.readFileSync(path.join(home, "stdout.log"), "utf8").trim().split("\n").at(-1);
  throw new Error(`The sign-in server ${id} did not start (${last}).`);
}

/** Values go into templates by name; other braces (Synapse's own templates) stay. */
function fill(from, to, values) {
  const template = fs.readFileSync(from, "utf8");
  fs.writeFileSync(
    to,
    template.replace(/\{\{(\w+)\}\}/g, (whole, key) => (key in values ? String(values[key]) : whole)),
  );
}

function write(home, name, make) {
  const file = path.join(home, name);
  if (!fs.existsSync(file)) fs.writeFileSync(file, make(), { mode: 0o600 });
}

/** A registration token that is never used up. */
async function ensureToken() {
  const base = SIGN_IN_SERVERS.open.url;
  const name = `admin-${crypto.randomBytes(4).toString("hex")}`;
  const { access_token: token } = await adminRegister(base, name, "hubbub-admin", { admin: true });
  const place = "/_synapse/admin/v1/registration_tokens";
  const { registration_tokens: tokens } = await request(base, "GET", place, { token });
  if (tokens.some((one) => one.token === REGISTRATION_TOKEN)) return;
  await request(base, "POST", `${place}/new`, { token, body: { token: REGISTRATION_TOKEN } });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const servers = await signInServers();
  for (const id of ["open", "oauth"]) console.log(`${id}: ${servers[id].url}`);
  const end = () => void servers.close().then(() => process.exit(0));
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
}
