#!/usr/bin/env node
/**
 * Who may import whom: the architecture as one table. From it come the overrides of .oxlintrc.json, so that an import
 * across a border is a lint error in every editor.
 *   node scripts/layers.mjs           writes the overrides
 *   node scripts/layers.mjs --check   fails if they differ from the table
 *
 * A single file that must stand outside of the table says so with a lint comment, and why.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import prettier from "prettier";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const CONFIG = path.join(root, ".oxlintrc.json");

/** Top to bottom: a layer may import those it names, and itself. `api` is src/sdk/api, `sdk` all the rest of src/sdk. */
const WINDOW = {
  app: ["features", "client", "ui", "api", "lib"],
  features: ["client", "ui", "task", "api", "lib"],
  client: ["api", "lib"],
  ui: ["api", "lib"],
  task: ["api", "lib"],
  api: ["lib"],
  lib: [],
};

/** Inside the SDK, top to bottom. Every part may also import `api` and `lib`; nothing there knows the window. */
const SDK = {
  core: ["commands", "views", "account", "sync", "send", "crypto", "push", "rooms", "store", "net", "events"],
  commands: ["views", "account", "sync", "send", "crypto", "push", "rooms", "store", "net", "events"],
  views: ["account", "sync", "send", "crypto", "push", "rooms", "store", "net", "events"],
  account: ["sync", "send", "crypto", "push", "rooms", "store", "net", "events"],
  sync: ["send", "crypto", "push", "rooms", "store", "net", "events"],
  send: ["crypto", "rooms", "store", "net", "events"],
  crypto: ["rooms", "store", "net", "events"],
  push: ["rooms", "store", "net", "events"],
  rooms: ["store", "net", "events"],
  store: ["events"],
  net: ["events"],
  events: [],
};

const LAYERS = Object.keys(WINDOW);
const PARTS = Object.keys(SDK);
const WINDOW_PACKAGES = "^(?:react|react-dom|@base-ui|@tanstack|zustand|slate|slate-[a-z]+|virtual:icon)(?:/|$)";

const forbid = (regex, message) => ({ regex, message });
const UP = forbid(String.raw`^\.\./|/\.\./`, "Write #layer/path/file.ts: `../` hides which border an import crosses.");
const STACK = forbid(String.raw`(?:^|/)(?:stack|e2e|bench|scripts)/`, "The product does not import its tools.");
const ALIAS = forbid("^#sdk/api/", "Write #api/…");
const NO_WINDOW = forbid(WINDOW_PACKAGES, "The core is headless: no React, no DOM.");
const NO_OLM = forbid("^@matrix-org/olm(?:/|$)", "libolm is the tests' second implementation: it never ships.");
const NO_TESTING = forbid("^#sdk/testing/", "Only tests import what is made for tests.");

function features() {
  return readdirSync(path.join(root, "src/features"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

function beyond(layer, allowed) {
  const refused = [...LAYERS, "sdk"].filter((name) => name !== layer && !allowed.includes(name));
  return forbid(
    `^#(?:${refused.join("|")})/`,
    `${layer} imports only: ${allowed.join(", ") || "itself"} (scripts/layers.mjs).`,
  );
}

/** Patterns an import in this place must not match. */
function windowRules(layer) {
  const rules = [UP, STACK, ALIAS, NO_OLM, beyond(layer, WINDOW[layer])];
  if (layer === "api" || layer === "lib" || layer === "task") rules.push(NO_WINDOW);
  return rules;
}

function featureRules(feature, all) {
  const others = all.filter((name) => name !== feature);
  const rules = windowRules("features");
  if (others.length > 0) {
    rules.push(forbid(`^#features/(?:${others.join("|")})/`, "Features are islands: src/app composes them."));
  }
  return rules;
}

function sdkRules(part) {
  const refused = PARTS.filter((name) => name !== part && !SDK[part].includes(name));
  const rules = [UP, STACK, ALIAS, NO_OLM, NO_WINDOW, NO_TESTING];
  rules.push(forbid("^#(?:app|features|client|ui|task)/", "The SDK knows no window."));
  if (refused.length > 0) {
    // `account/context.ts` holds the types of the whole account, which the services it is made of must name. It is spared
    // letter by letter, because these expressions have no look-around.
    const spared = refused.filter((name) => name !== "account");
    if (spared.length > 0) rules.push(forbid(`^#sdk/(?:${spared.join("|")})/`, message(part)));
    if (refused.includes("account")) rules.push(forbid("^#sdk/account/(?:[^c]|c[^o]|co[^n]|con[^t])", message(part)));
  }
  return rules;
}

function message(part) {
  return `sdk/${part} imports only: ${[...SDK[part], "api", "lib"].join(", ")} (scripts/layers.mjs).`;
}

/** `[files, patterns]`, the more special ones later: the last that matches a file wins. */
function table() {
  const all = features();
  const sdkTests = [ALIAS, NO_WINDOW, forbid("^#(?:app|features|client|ui|task)/", "The SDK knows no window.")];
  return [
    ...LAYERS.filter((layer) => layer !== "api").map((layer) => [[`src/${layer}/**`], windowRules(layer)]),
    ...all.map((feature) => [[`src/features/${feature}/**`], featureRules(feature, all)]),
    ...PARTS.map((part) => [[`src/sdk/${part}/**`], sdkRules(part)]),
    [["src/sdk/api/**"], windowRules("api")],
    // Tests of the SDK set up whole accounts, and talk to the embedded servers.
    [["src/sdk/**/*.test.ts", "src/sdk/testing/**", "src/sdk/**/*-harness.ts"], sdkTests],
    [
      ["src/main.tsx"],
      [UP, STACK, ALIAS, NO_OLM, forbid("^#(?:features|sdk)/", "The entry starts the app and the client.")],
    ],
    [
      ["src/sw.ts", "src/sw/**"],
      [
        UP,
        STACK,
        ALIAS,
        NO_OLM,
        NO_WINDOW,
        forbid(
          "^#(?:app|features|client|ui|task|sdk/(?:[^sc]|s[^t]|c[^r]|crypto/(?:[^a]|a[^t])))",
          "The service worker reads the store and opens attachments (sdk/crypto/attachment.ts), nothing else.",
        ),
      ],
    ],
  ];
}

function overrides() {
  return [
    ...table().map(([files, patterns]) => ({ files, rules: { "no-restricted-imports": ["error", { patterns }] } })),
    ...OTHERS,
  ];
}

/** What is different about files that are not the product. */
const OTHERS = [
  // Functions named `use…` are no hooks where React is not.
  {
    files: ["src/sdk/**", "src/lib/**", "src/task/**", "e2e/**", "stack/**"],
    rules: { "react/rules-of-hooks": "off" },
  },
  {
    files: ["**/*.test.ts", "**/*.test.tsx", "**/*.test.mjs", "src/sdk/testing/**", "e2e/**"],
    rules: {
      "no-empty-pattern": "off",
      "typescript/no-base-to-string": "off",
      "typescript/no-non-null-assertion": "off",
      "unicorn/prefer-array-find": "off",
      "vitest/expect-expect": "off",
      "vitest/no-conditional-expect": "off",
      "vitest/no-standalone-expect": "off",
      "vitest/require-mock-type-parameters": "off",
      "vitest/require-to-throw-message": "off",
      "vitest/valid-expect": ["error", { maxArgs: 2 }],
    },
  },
  {
    files: ["scripts/**", "stack/**", "bench/**", "e2e/**", "deploy/**", "*.config.ts"],
    rules: { "no-console": "off", "import/no-default-export": "off" },
  },
];

const config = JSON.parse(readFileSync(CONFIG, "utf8"));
const wanted = overrides();
if (process.argv.includes("--check")) {
  if (!isDeepStrictEqual(config.overrides, wanted)) {
    console.error(".oxlintrc.json is not what the table says: run `node scripts/layers.mjs`.");
    process.exit(1);
  }
} else {
  const text = JSON.stringify({ ...config, overrides: wanted });
  const options = await prettier.resolveConfig(CONFIG);
  writeFileSync(CONFIG, await prettier.format(text, { ...options, filepath: CONFIG, parser: "json" }));
}
