// Turns what npm, pip and the file system say into one plain sentence.
import { PlainError } from "../../stack/plain-error.mjs";

const FULL = /ENOSPC|No space left on device|EDQUOT|Disk quota exceeded/i;
const NPM_NETWORK =
  /ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|ERR_SOCKET_TIMEOUT|network request|E50[234]/;
const PIP_NETWORK =
  /\(from versions: none\)|NewConnectionError|Temporary failure in name resolution|ConnectTimeoutError|Read timed out|Network is unreachable|ProxyError|Failed to establish a new connection/;

export const DISK_FULL = "The disk is full: free about 1 GB and start again.";
const OFFLINE = "With the network back, start again: what was downloaded is kept.";

export function npmFailure(error) {
  const output = error.output ?? String(error);
  if (error.code === "ENOENT")
    return new PlainError("npm was not found: install Node together with npm and start again.");
  if (FULL.test(output)) return new PlainError(DISK_FULL);
  if (NPM_NETWORK.test(output))
    return new PlainError(`The npm registry cannot be reached, so the packages cannot be installed. ${OFFLINE}`);
  return new PlainError(
    `npm could not install the packages: ${lastWords(output)} The whole output is in ${error.log}; then start again.`,
  );
}

export function pipFailure(error, { mac = false } = {}) {
  const output = error.output ?? String(error);
  if (FULL.test(output)) return new PlainError(DISK_FULL);
  if (PIP_NETWORK.test(output)) {
    return new PlainError(
      `The Python package index cannot be reached, so the demo servers cannot be installed. ${OFFLINE} Without them: npm start -- --homeserver URL`,
    );
  }
  const tools = mac ? " Compiling it needs the Xcode command line tools (xcode-select --install) and Rust." : "";
  return new PlainError(
    `The demo servers could not be installed: ${lastWords(output)}${tools} The whole output is in ${error.log}. Without them: npm start -- --homeserver URL`,
  );
}

/** Any other error of this run, when it has a plain meaning. */
export function plainFailure(error) {
  if (error instanceof PlainError) return error;
  if (FULL.test(`${error?.code} ${error?.message}`)) return new PlainError(DISK_FULL);
  if (error?.code === "EACCES" || error?.code === "EROFS")
    return new PlainError(`${error.path ?? "A file"} cannot be written: make the folder writable and start again.`);
  return undefined;
}

function lastWords(output) {
  const lines = output.split("\n").map((line) => line.trim());
  const line =
    lines.findLast((text) => /error/i.test(text) && text.length > 12) ?? lines.findLast(Boolean) ?? "no output";
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
