// start, test and bench. Owns the order of things and their end: whatever was started is stopped in reverse order on
// Ctrl-C, SIGTERM, an error, or when the npm that started us is gone. Data stays.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { PlainError } from "../../stack/plain-error.mjs";
import { commandLine, isAlive, isPortBusy, parentOf } from "../../stack/processes.mjs";
import { SERVERS } from "../../stack/servers.mjs";
import { parseArguments } from "./arguments.mjs";
import { ensureBuild } from "./build.mjs";
import { endChildren } from "./child.mjs";
import { assertDemoCanStart, startDemo } from "./demo.mjs";
import { plainFailure } from "./failures.mjs";
import { ensurePackages } from "./packages.mjs";
import { servedConfig } from "./served-config.mjs";
import { say, step } from "./progress.mjs";
import { ensureSynapse } from "./synapse.mjs";

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));

export async function main(argv) {
  const endings = [];
  const onEnd = (work) => endings.push(work);
  let ending;
  const end = (code) =>
    (ending ??= (async () => {
      await endChildren();
      for (const work of endings.reverse()) await Promise.resolve(work()).catch((error) => console.error(error));
      process.exit(code);
    })());
  let interrupted = 0;
  const interrupt = (signal) => {
    if (++interrupted === 1) {
      console.log(`\nStopping (${signal}) …`);
      void end(0);
    }
  };
  process.on("SIGINT", () => interrupt("Ctrl-C"));
  process.on("SIGTERM", () => interrupt("SIGTERM"));
  watchParent(() => interrupt("npm is gone"));
  try {
    const options = parseArguments(argv);
    if (options.command === "start") await start(options, onEnd);
    else {
      const { bench, test } = await import("./suites.mjs");
      await end(options.command === "test" ? await test(root, options, onEnd) : await bench(root, options, onEnd));
    }
  } catch (error) {
    if (interrupted) return;
    const plain = plainFailure(error);
    console.error(plain ? `\n${plain.message}` : error);
    await end(1);
  }
}

// npm does not always hand a signal on: when it dies, nobody would press Ctrl-C for us any more. Between npm and us
// there may be a shell, which outlives npm and does not notice.
function watchParent(gone) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const watched = [parent, parentOf(parent)].filter((pid) => pid > 1 && /\b(npm|sh|bash)\b/.test(commandLine(pid)));
  const timer = setInterval(() => {
    if (process.ppid === parent && watched.every(isAlive)) return;
    clearInterval(timer);
    gone();
  }, 1_000);
  timer.unref();
}

async function start({ port, homeserver, reset, dev }, onEnd) {
  if (await isPortBusy(port))
    throw new PlainError(
      `Port ${port} is taken by another program: choose another one with npm start -- --port ${port + 1}`,
    );
  // Before the long installations, not after them.
  if (!homeserver) await assertDemoCanStart({ reset });
  await ensurePackages(root);
  if (!homeserver) {
    await ensureSynapse(root);
    onEnd(await startDemo(root, { reset }));
  }
  const config = servedConfig(homeserver);
  const web = dev ? await startDev(port, config) : await startBuilt(port, config);
  onEnd(() => web.close());
  say(`Hubbub is ready: http://localhost:${port}/`);
  console.log(welcome(port, homeserver));
}

async function startBuilt(port, config) {
  const dir = await ensureBuild(root);
  const { startWebServer } = await import("../serve.mjs");
  try {
    return await startWebServer({ dir, port, config });
  } catch (error) {
    if (error.code === "EADDRINUSE" || error.code === "EACCES")
      throw new PlainError(`Port ${port} cannot be used: choose another one with --port.`);
    throw error;
  }
}

async function startDev(port, config) {
  return step("Starting Vite's development server", async () => {
    const { createServer } = await import("vite");
    const server = await createServer({
      root,
      clearScreen: false,
      server: { port, strictPort: true, host: "localhost" },
      plugins: [
        {
          name: "hubbub-config",
          configureServer: ({ middlewares }) => {
            middlewares.use("/config.json", (_request, response) => {
              response.setHeader("Content-Type", "application/json");
              response.end(JSON.stringify(config));
            });
          },
        },
      ],
    });
    await server.listen();
    return server;
  });
}

function welcome(port, homeserver) {
  const lines = homeserver
    ? [`Open http://localhost:${port}/ and sign in with an account on ${homeserver}.`]
    : [
        `Open http://localhost:${port}/ and sign in:`,
        "",
        "  nadia     hubbub    the newcomer, with invites and unread messages waiting",
        "  iris, tome, amara, jonas, bashir, linn, omar, rosa    the same password",
        "",
        `On the second server, ${SERVERS.b.name}: wen, greta, sol, pavel, yuki, again with the password hubbub.`,
      ];
  return [
    "",
    ...lines.map((line) => (line ? `  ${line}` : "")),
    "",
    "  Ctrl-C stops everything; what you wrote is there at the next start.",
    "",
  ].join("\n");
}
