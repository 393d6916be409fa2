#!/usr/bin/env node
// Prints an nginx server block for a build, with the headers of scripts/headers.mjs and the hash of the build's own
// inline script:  node deploy/nginx.mjs [--dir dist] [--root /srv/hubbub] [--base /] [--port 8080] > hubbub.conf
// The hash changes when the page's inline script changes: generate it again with every release.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { cacheControl, inlineScriptHashes, securityHeaders } from "../scripts/headers.mjs";
import { TYPES } from "../scripts/serve.mjs";

/** One location per kind of response; nginx inherits no header into a location that adds one of its own. */
export function nginxConfig({ html, root = "/srv/hubbub", base = "/", port = 8080 }) {
  const hashes = inlineScriptHashes(html);
  const prefix = `/${base.replace(/^\/+|\/+$/g, "")}/`.replace("//", "/");
  const location = (match, sample) => {
    const headers = { ...securityHeaders(sample, hashes), "Cache-Control": cacheControl(sample) };
    const lines = Object.entries(headers).map(([name, value]) => `    add_header ${name} "${value}" always;`);
    return [
      `  location ${match} {`,
      `    alias ${root}/${match.replace(/^(= )?/, "").slice(prefix.length)};`,
      ...lines,
      "  }",
    ].join("\n");
  };
  return `# Made by deploy/nginx.mjs; make it again with every release.
server {
  listen ${port};
  server_tokens off;
  gzip_static on;
  # With the brotli module: brotli_static on;
  types {
${types()}
  }
  charset utf-8;
  charset_types text/css text/javascript text/plain application/json application/manifest+json image/svg+xml;

${location(prefix, "index.html")}
${location(`${prefix}assets/`, "assets/index-00000000.js")}
${location(`${prefix}core/`, "core/core-00000000.js")}
${location(`= ${prefix}sw.js`, "sw.js")}
}
`;
}

function types() {
  return Object.entries(TYPES)
    .map(([extension, type]) => `    ${type.split(";")[0]} ${extension.slice(1)};`)
    .join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const option = (name, fallback) => {
    const at = process.argv.indexOf(`--${name}`);
    return at >= 0 ? process.argv[at + 1] : fallback;
  };
  const dir = option("dir", path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), "dist"));
  const html = fs.readFileSync(path.join(dir, "index.html"), "utf8");
  const settings = {
    html,
    root: option("root", "/srv/hubbub"),
    base: option("base", "/"),
    port: option("port", "8080"),
  };
  process.stdout.write(nginxConfig(settings));
}
