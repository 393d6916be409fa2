#!/usr/bin/env node
/**
 * Every visible word comes from the catalogue. Reads all of src/app, src/features and src/ui and fails on
 *  - words written straight into JSX, as text or as an expression that is a literal;
 *  - words in attributes that are shown or read aloud;
 *  - messages of the catalogue that nobody uses;
 *  - messages that are said without a value they need.
 * That a key exists is the compiler's business, that a message parses the catalogue's own test's.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { IntlMessageFormat } from "intl-messageformat";
import { parseSync, Visitor } from "oxc-parser";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const SHOWN = ["src/app", "src/features", "src/ui"];
const CATALOGUE = "src/lib/i18n/en";
const SPOKEN = new Set([
  "aria-label",
  "aria-description",
  "aria-roledescription",
  "aria-valuetext",
  "title",
  "placeholder",
  "alt",
  "label",
]);
/** A word: two letters of any script in a row. Signs, digits and single letters are drawings. */
const WORD = /\p{L}{2}/u;

const problems = [];
const messages = catalogue();
const literals = new Set();
const prefixes = new Set();

for (const file of sources("src")) {
  const text = readFileSync(path.join(root, file), "utf8");
  const { program, errors } = parseSync(file, text);
  for (const { message } of errors) problems.push(`${file}: ${message}`);
  const shown = SHOWN.some((folder) => file.startsWith(`${folder}/`)) && file.endsWith(".tsx");
  if (!file.startsWith(`${CATALOGUE}/`)) {
    collectKeys(program);
    findGaps(program, (at, what) => problems.push(`${file}:${lineOf(text, at)}: ${what}`));
  }
  if (shown)
    findWords(program, (at, words) =>
      problems.push(`${file}:${lineOf(text, at)}: "${words.trim()}" belongs into the catalogue`),
    );
}

for (const key of messages.keys()) {
  const used = literals.has(key) || [...prefixes].some((prefix) => key.startsWith(prefix));
  if (!used) problems.push(`${CATALOGUE}: nobody uses "${key}"`);
}
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
console.log(`${messages.size} messages, all in use; no words outside of the catalogue.`);

function collectKeys(program) {
  new Visitor({
    Literal(node) {
      if (typeof node.value === "string") literals.add(node.value);
    },
    TemplateLiteral(node) {
      // `area.${kind}`: all messages that begin so are in use.
      const start = node.quasis[0]?.value.cooked ?? "";
      if (node.expressions.length === 0) literals.add(start);
      else if (/^[a-zA-Z]+\./.test(start)) prefixes.add(start);
    },
  }).visit(program);
}

/** Calls of `t` with the key and the values written out. */
function findGaps(program, report) {
  new Visitor({
    CallExpression({ callee, arguments: [key, values], start }) {
      if (callee.type !== "Identifier" || callee.name !== "t" || key?.type !== "Literal") return;
      const needed = namesIn(messages.get(key.value) ?? "");
      if (values && values.type !== "ObjectExpression") return;
      const properties = values?.properties ?? [];
      if (properties.some(({ type }) => type !== "Property")) return;
      const given = new Set(properties.map((property) => property.key.name ?? property.key.value));
      for (const name of needed) if (!given.has(name)) report(start, `"${key.value}" needs {${name}}`);
    },
  }).visit(program);
}

function namesIn(message) {
  const names = new Set();
  const walk = (parts) => {
    for (const part of parts) {
      // 0 is plain text and 7 the # of a plural; everything else is named by its value.
      if (part.type !== 0 && part.type !== 7) names.add(part.value);
      for (const option of Object.values(part.options ?? {})) walk(option.value);
    }
  };
  walk(new IntlMessageFormat(message, "en", undefined, { ignoreTag: true }).getAst());
  return names;
}

function findWords(program, report) {
  const check = (node) => {
    if (!node) return;
    switch (node.type) {
      case "Literal":
        if (typeof node.value === "string" && WORD.test(node.value)) report(node.start, node.value);
        return;
      case "TemplateLiteral":
        for (const { value, start } of node.quasis) if (WORD.test(value.cooked ?? "")) report(start, value.cooked);
        return;
      case "JSXExpressionContainer":
        check(node.expression);
        return;
      case "ConditionalExpression":
        check(node.consequent);
        check(node.alternate);
        return;
      case "LogicalExpression":
        check(node.left);
        check(node.right);
        return;
      case "ParenthesizedExpression":
      case "TSAsExpression":
      case "TSSatisfiesExpression":
        check(node.expression);
        return;
      default:
    }
  };
  const children = (node) => {
    for (const child of node.children) {
      if (child.type === "JSXText" && WORD.test(child.value)) report(child.start, child.value);
      else if (child.type === "JSXExpressionContainer") check(child);
    }
  };
  new Visitor({
    JSXElement: children,
    JSXFragment: children,
    JSXAttribute(node) {
      const name = node.name.type === "JSXIdentifier" ? node.name.name : "";
      if (SPOKEN.has(name)) check(node.value);
    },
  }).visit(program);
}

function catalogue() {
  const found = new Map();
  for (const file of sources(CATALOGUE)) {
    const { program } = parseSync(file, readFileSync(path.join(root, file), "utf8"));
    new Visitor({
      Property({ key, value }) {
        if (key.type !== "Literal") return;
        if (value.type === "Literal") found.set(key.value, value.value);
        else if (value.type === "TemplateLiteral") found.set(key.value, value.quasis[0]?.value.cooked ?? "");
      },
    }).visit(program);
  }
  return found;
}

function sources(folder) {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return sources(name);
    return /\.tsx?$/.test(name) && !/\.test\.tsx?$|\.d\.ts$/.test(name) ? [name] : [];
  });
}

function lineOf(text, offset) {
  return text.slice(0, offset).split("\n").length;
}
