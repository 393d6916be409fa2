// What may be written after `npm start --`, `npm test --` and `npm run bench --`.
import { PlainError } from "../../stack/plain-error.mjs";

export const SUITES = ["static", "unit", "engine", "synapse", "e2e"];

/** Parses the command line; refuses what it does not know in one sentence. */
export function parseArguments([command = "start", ...rest]) {
  if (!["start", "test", "bench"].includes(command))
    throw new PlainError(`Unknown command ${command}: use start, test or bench.`);
  const options = { command, port: 8080, homeserver: undefined, reset: false, dev: false, only: undefined, rest: [] };
  const value = (name, i) => {
    const [, inline] = rest[i].split(/=(.*)/s);
    const text = inline ?? rest[i + 1];
    if (text === undefined || text === "") throw new PlainError(`${name} needs a value.`);
    return [text, inline === undefined ? 1 : 0];
  };
  for (let i = 0; i < rest.length; i++) {
    const name = rest[i].split("=")[0];
    if (command === "start" && name === "--reset") options.reset = true;
    else if (command === "start" && name === "--dev") options.dev = true;
    else if (command === "start" && name === "--port") {
      const [text, used] = value(name, i);
      i += used;
      options.port = Number(text);
      if (!Number.isInteger(options.port) || options.port < 1 || options.port > 65535)
        throw new PlainError(`${text} is not a port: use a number from 1 to 65535.`);
    } else if (command === "start" && name === "--homeserver") {
      const [text, used] = value(name, i);
      i += used;
      options.homeserver = homeserverUrl(text);
    } else if (command === "test" && name === "--only") {
      const [text, used] = value(name, i);
      i += used;
      options.only = text.split(",");
      const unknown = options.only.find((suite) => !SUITES.includes(suite));
      if (unknown) throw new PlainError(`There is no suite called ${unknown}: use ${SUITES.join(", ")}.`);
    } else if (command === "bench") options.rest.push(rest[i]);
    else throw new PlainError(`Unknown option ${name} for ${command}.`);
  }
  if (options.homeserver && options.reset)
    throw new PlainError("--reset is about the demo servers, which --homeserver does not start: use one of them.");
  return options;
}

function homeserverUrl(text) {
  let url;
  try {
    url = new URL(/^https?:\/\//i.test(text) ? text : `https://${text}`);
  } catch {
    throw new PlainError(`${text} is not an address of a server: write it like https://matrix.example.org.`);
  }
  return url.href.replace(/\/+$/, "");
}
