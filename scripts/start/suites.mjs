// `npm test` and `npm run bench`: everything is installed and started that the suites need, then each suite is run
// and counted. A suite that crashes, or that runs no test at all although it has some, counts as one failure.
// The last line is exactly "N passed, N failed".
import fs from "node:fs";
import path from "node:path";
import { STATE_DIR } from "../../stack/servers.mjs";
import { ensureBuild } from "./build.mjs";
import { run } from "./child.mjs";
import { count, playwrightCount, vitestCount } from "./counting.mjs";
import { startTestStack } from "./demo.mjs";
import { ensureChromium } from "./chromium.mjs";
import { ensurePackages, npmCommand } from "./packages.mjs";
import { plainFailure } from "./failures.mjs";
import { say } from "./progress.mjs";
import { servedConfig } from "./served-config.mjs";
import { ensureSynapse } from "./synapse.mjs";

const STATIC = [
  ["format", "format:check"],
  ["types", "types"],
  ["lint", "lint"],
];

export async function test(root, { only }, onEnd) {
  const wanted = (suite) => !only || only.includes(suite);
  const total = { passed: 0, failed: 0 };
  const results = path.join(STATE_DIR, "results");
  fs.rmSync(results, { recursive: true, force: true });
  fs.mkdirSync(results, { recursive: true });
  const env = {};
  let stack;

  const suite = async (name, work) => {
    const begun = Date.now();
    console.log(`\n── ${name}`);
    let result;
    try {
      result = await work();
    } catch (error) {
      console.error(plainFailure(error)?.message ?? error);
      result = count(0, 1);
    }
    total.passed += result.passed;
    total.failed += result.failed;
    say(`${name}: ${result.passed} passed, ${result.failed} failed (${Math.round((Date.now() - begun) / 1000)} s)`);
  };
  const check = (name, work) => suite(name, async () => (await work(), count(1, 0)));
  const vitest = (name) =>
    suite(name, async () => {
      const file = path.join(results, `${name}.json`);
      const args = [
        bin(root, "vitest", "vitest.mjs"),
        "run",
        "--project",
        name,
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${file}`,
      ];
      const crashed = await run(process.execPath, args, { cwd: root, env, inherit: true }).then(
        () => false,
        () => true,
      );
      return vitestCount(readJson(file), crashed);
    });
  const servers = async () => {
    if (stack) return;
    await ensureSynapse(root, { mayUseApt: true });
    stack = await startTestStack(root);
    onEnd(() => stack.stop());
    env.HUBBUB_STACK_A = stack.servers.a.url;
    env.HUBBUB_STACK_B = stack.servers.b.url;
  };

  await ensurePackages(root);
  if (wanted("engine") || wanted("e2e")) env.HUBBUB_CHROMIUM = await ensureChromium(root);

  if (wanted("static")) {
    for (const [name, script] of STATIC) {
      await check(name, () => {
        const [command, ...prefix] = npmCommand();
        return run(command, [...prefix, "run", "--silent", script], { cwd: root, inherit: true });
      });
    }
  }
  if (wanted("unit")) await vitest("unit");
  if (wanted("engine")) await vitest("engine");
  if (wanted("static") || wanted("e2e")) await check("build", () => ensureBuild(root));
  if (wanted("synapse")) {
    await suite("servers", async () => (await servers(), count(0, 0)));
    if (stack) await vitest("synapse");
  }
  if (wanted("e2e")) {
    await suite("journeys", async () => {
      await servers();
      await stack.restore();
      await stack.start();
      const web = await serve(root);
      onEnd(() => web.close());
      const file = path.join(results, "e2e.json");
      const crashed = await run(process.execPath, [bin(root, "@playwright/test", "cli.js"), "test"], {
        cwd: root,
        inherit: true,
        env: { ...env, HUBBUB_URL: web.url, HUBBUB_REPORT: file },
      }).then(
        () => false,
        () => true,
      );
      return playwrightCount(readJson(file), crashed);
    });
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  return total.failed > 0 ? 1 : 0;
}

export async function bench(root, { rest }, onEnd) {
  await ensurePackages(root);
  const chromium = await ensureChromium(root);
  await ensureSynapse(root, { mayUseApt: true });
  await ensureBuild(root);
  const stack = await startTestStack(root, { seeding: true });
  onEnd(() => stack.stop());
  const web = await serve(root);
  onEnd(() => web.close());
  const env = {
    HUBBUB_CHROMIUM: chromium,
    HUBBUB_STACK_A: stack.servers.a.url,
    HUBBUB_STACK_B: stack.servers.b.url,
    HUBBUB_URL: web.url,
  };
  return run(process.execPath, [path.join(root, "bench", "run.mjs"), ...rest], { cwd: root, inherit: true, env }).then(
    () => 0,
    () => 1,
  );
}

async function serve(root) {
  const { startWebServer } = await import("../serve.mjs");
  return startWebServer({ dir: path.join(root, "dist"), config: servedConfig() });
}

const bin = (root, name, file) => path.join(root, "node_modules", ...name.split("/"), file);

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
