/**
 * Messages are parsed while the app is built: in the build a message with values or quotes is its syntax tree, and the parser
 * (a fifth of the start's code) is not shipped. Development and tests parse at run time; `t()` takes either.
 */
import { IntlMessageFormat } from "intl-messageformat";
import { parseSync } from "oxc-parser";
import type { Plugin } from "vite";

const PARSER = "@formatjs/icu-messageformat-parser";
const parse = IntlMessageFormat.__parse;
const AREA = /\/src\/lib\/i18n\/en\/(?!catalogue)[\w-]+\.ts$/;

export function messages(): Plugin {
  return {
    name: "hubbub:messages",
    apply: "build",
    enforce: "pre",
    resolveId: {
      filter: { id: /^@formatjs\/icu-messageformat-parser$/ },
      handler(_source, importer) {
        return this.resolve(`${PARSER}/no-parser.js`, importer, { skipSelf: true });
      },
    },
    transform: {
      filter: { id: AREA },
      handler(code, id) {
        return { code: compileMessages(code, id), map: null };
      },
    },
  };
}

/** The module with its ICU messages replaced by their trees. */
export function compileMessages(code: string, id: string): string {
  const { program, errors } = parseSync(id, code);
  if (errors[0]) throw new Error(`${id}: ${errors[0].message}`);
  const changes: { readonly start: number; readonly end: number; readonly text: string }[] = [];
  visit(program);
  let out = code;
  for (const { start, end, text } of changes.toSorted((a, b) => b.start - a.start))
    out = out.slice(0, start) + text + out.slice(end);
  return out;

  function tree(value: string): unknown {
    if (!parse) throw new Error("intl-messageformat has no parser");
    return parse(value, { ignoreTag: true });
  }

  function visit(node: unknown): void {
    if (Array.isArray(node)) for (const child of node) visit(child);
    if (typeof node !== "object" || node === null || !("type" in node)) return;
    if (node.type === "Property" && "value" in node) message(node.value);
    for (const child of Object.values(node)) visit(child);
  }

  function message(node: unknown): void {
    if (typeof node !== "object" || node === null || !("type" in node)) return;
    if (node.type !== "Literal" || !("value" in node) || typeof node.value !== "string")
      throw new Error(`${id}: a message is one plain string`);
    const { value } = node;
    if (!/[{']/.test(value)) return;
    const { start, end } = node as unknown as { readonly start: number; readonly end: number };
    changes.push({ start, end, text: JSON.stringify(tree(value)) });
  }
}
