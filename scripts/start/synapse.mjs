// Synapse, in a Python virtual environment under .stack/venv.
//
// The environment counts as installed exactly when its `ok` file says what is wanted; anything else is thrown away and
// made anew in venv.tmp, checked, marked and renamed. Everything is run as `python -m …`, because the scripts in a
// renamed environment point to its old place.
import crypto from "node:crypto";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { PlainError } from "../../stack/plain-error.mjs";
import { PYTHON, STATE_DIR, SYNAPSE_VERSION } from "../../stack/servers.mjs";
import { run } from "./child.mjs";
import { pipFailure } from "./failures.mjs";
import { aptInstall, canUseApt, requireSpace } from "./machine.mjs";
import { say, step } from "./progress.mjs";

const WITHOUT = "Without the demo servers: npm start -- --homeserver URL";
const NAMES = ["python3.13", "python3.12", "python3.11", "python3.10", "python3", "python3.14", "python"];

/** Installs Synapse if need be. `mayUseApt` lets a test run on Debian fetch a missing python3-venv. */
export async function ensureSynapse(root, { mayUseApt = false } = {}) {
  const constraints = path.join(root, "stack", "constraints.txt");
  const venv = path.join(STATE_DIR, "venv");
  const wanted = crypto
    .createHash("sha256")
    .update(SYNAPSE_VERSION)
    .update(fs.readFileSync(constraints))
    .digest("hex")
    .slice(0, 16);
  if (isInstalled(venv, wanted)) return;
  if (process.platform === "win32")
    throw new PlainError(`The demo servers do not run on Windows itself: use WSL. ${WITHOUT}`);
  const python = await findPythonOrInstall(mayUseApt);
  requireSpace(root, 700);
  if (process.platform === "darwin") {
    say("On macOS the demo servers (Synapse) are compiled from source: that takes about 5 to 10 minutes, once,");
    say("and needs the Xcode command line tools and a network; Rust is fetched if it is missing.");
    say("To use a server of your own instead, which needs none of this: npm start -- --homeserver URL");
  }
  await step(`Installing Synapse ${SYNAPSE_VERSION} for the demo servers`, async (detail) => {
    const temporary = `${venv}.tmp`;
    fs.rmSync(temporary, { recursive: true, force: true });
    fs.mkdirSync(STATE_DIR, { recursive: true });
    const env = {
      PYTHONNOUSERSITE: "1",
      PYTHONPATH: "",
      PIP_DISABLE_PIP_VERSION_CHECK: "1",
      PIP_REQUIRE_VIRTUALENV: "0",
    };
    try {
      await run(python, ["-m", "venv", temporary], { log: "venv", env }).catch((error) => {
        throw venvFailure(python, error);
      });
      const own = path.join(temporary, "bin", "python");
      const what = `matrix-synapse[oidc,url-preview]==${SYNAPSE_VERSION}`;
      const onLine = (line) => {
        const match = /^(Collecting|Downloading|Building|Installing) ?(\S*)/.exec(line);
        if (match) detail(match[0].slice(0, 60));
      };
      await run(
        own,
        ["-m", "pip", "install", "--no-input", "--retries", "1", "--timeout", "15", "-c", constraints, what],
        { log: "pip", env, onLine },
      ).catch((error) => {
        throw pipFailure(error, { mac: process.platform === "darwin" });
      });
      await run(own, ["-c", "import synapse.app.homeserver"], { log: "synapse-import", env }).catch((error) => {
        throw pipFailure(error);
      });
      fs.writeFileSync(path.join(temporary, "ok"), wanted);
      fs.rmSync(venv, { recursive: true, force: true });
      fs.renameSync(temporary, venv);
    } finally {
      fs.rmSync(temporary, { recursive: true, force: true });
    }
  });
}

function isInstalled(venv, wanted) {
  try {
    // The interpreter behind the link may have been removed by a system upgrade.
    return fs.readFileSync(path.join(venv, "ok"), "utf8") === wanted && fs.existsSync(PYTHON);
  } catch {
    return false;
  }
}

async function findPythonOrInstall(mayUseApt) {
  const first = choosePython(NAMES.map(examine));
  if (first.path) return first.path;
  if (mayUseApt && canUseApt()) {
    await aptInstall("python3", "python3-venv").catch(() => undefined);
    const second = choosePython(NAMES.map(examine));
    if (second.path) return second.path;
  }
  throw new PlainError(first.problem);
}

/** What one Python can do: { name, path, version: [major, minor], venv } or undefined when it is not there. */
function examine(name) {
  const script = [
    "import sys, json",
    "def has(*names):",
    "    try:",
    "        [__import__(n) for n in names]; return True",
    "    except Exception: return False",
    "print(json.dumps([sys.executable, list(sys.version_info[:2]), has('venv', 'ensurepip'), sys.implementation.name]))",
  ].join("\n");
  try {
    const answer = execFileSync(name, ["-c", script], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 15_000,
    });
    const [file, version, venv, implementation] = JSON.parse(answer);
    return implementation === "cpython" ? { name, path: file, version, venv } : undefined;
  } catch {
    return undefined;
  }
}

/** The first usable Python of those examined, or a sentence about what is missing. */
export function choosePython(found) {
  const there = found.filter(Boolean);
  const recent = there.filter(({ version: [major, minor] }) => major > 3 || (major === 3 && minor >= 10));
  const usable = recent.find(({ venv }) => venv);
  if (usable) return { path: usable.path };
  const [first] = recent;
  if (first) {
    const version = first.version.join(".");
    return {
      problem: `Python ${version} is here, but its venv module is not: install it (on Debian and Ubuntu: apt install python${version}-venv) and start again. ${WITHOUT}`,
    };
  }
  const [old] = there;
  if (old)
    return {
      problem: `The demo servers need Python 3.10 or newer, and this machine has ${old.version.join(".")}: install a newer one and start again. ${WITHOUT}`,
    };
  return {
    problem: `The demo servers need Python 3.10 or newer, and no Python was found: install it and start again. ${WITHOUT}`,
  };
}

function venvFailure(python, error) {
  if (/No space left/i.test(error.output)) return pipFailure(error);
  const hint = /apt install (\S+)/.exec(error.output)?.[1];
  return new PlainError(
    hint
      ? `Python cannot make virtual environments here: run "apt install ${hint}" and start again. ${WITHOUT}`
      : `${python} could not make a virtual environment (see ${error.log}): repair that Python and start again. ${WITHOUT}`,
  );
}
