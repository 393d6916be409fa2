/**
 * Code to coloured ranges. The highlighter talks to an emitter of ours that keeps offsets only: there is no HTML anywhere
 * on the way. Unknown languages are not guessed.
 */
import hljs from "highlight.js/lib/core";
import type { Emitter } from "highlight.js";
import { TOKEN_KINDS, type TokenKind } from "#lib/code-tokens.ts";
import { LANGUAGES } from "./languages.ts";

const KIND_OF: Readonly<Record<string, TokenKind>> = {
  keyword: "word",
  built_in: "word",
  type: "word",
  literal: "word",
  name: "word",
  "selector-tag": "word",
  section: "word",
  deletion: "word",
  string: "text",
  regexp: "text",
  addition: "text",
  code: "text",
  link: "text",
  number: "number",
  symbol: "number",
  title: "number",
  attr: "number",
  attribute: "number",
  property: "number",
  variable: "number",
  "template-variable": "number",
  "selector-class": "number",
  "selector-id": "number",
  bullet: "number",
  comment: "note",
  quote: "note",
  meta: "note",
  doctag: "note",
};

function kindOf(scope: string): TokenKind | undefined {
  const base = scope.split(".", 1)[0] ?? "";
  return Object.hasOwn(KIND_OF, base) ? KIND_OF[base] : undefined;
}

class RangeEmitter implements Emitter {
  private at = 0;
  private readonly scopes: (TokenKind | undefined)[] = [];
  readonly triples: number[] = [];

  startScope(name: string): void {
    this.scopes.push(kindOf(name) ?? this.scopes.at(-1));
  }
  endScope(): void {
    this.scopes.pop();
  }
  // Scopes that contain others go by these names, which the types do not know.
  openNode(name: string): void {
    this.startScope(name);
  }
  closeNode(): void {
    this.endScope();
  }
  addText(text: string): void {
    const kind = this.scopes.at(-1);
    if (text !== "" && kind !== undefined) this.add(this.at, this.at + text.length, TOKEN_KINDS.indexOf(kind));
    this.at += text.length;
  }
  __addSublanguage(emitter: Emitter): void {
    if (!(emitter instanceof RangeEmitter)) return;
    const { triples } = emitter;
    for (let index = 0; index < triples.length; index += 3)
      this.add(this.at + (triples[index] ?? 0), this.at + (triples[index + 1] ?? 0), triples[index + 2] ?? 0);
    this.at += emitter.at;
  }
  finalize(): void {
    this.scopes.length = 0;
  }
  toHTML(): string {
    return "";
  }

  /** Neighbours of one kind become one range. */
  private add(start: number, end: number, kind: number): void {
    const last = this.triples.length - 3;
    if (this.triples[last + 1] === start && this.triples[last + 2] === kind) this.triples[last + 1] = end;
    else this.triples.push(start, end, kind);
  }
}

for (const [name, language] of Object.entries(LANGUAGES)) hljs.registerLanguage(name, language);
hljs.configure({ __emitter: RangeEmitter });

export function tokens(language: string, text: string): Uint32Array | undefined {
  if (!hljs.getLanguage(language)) return undefined;
  const { _emitter: emitter } = hljs.highlight(text, { language, ignoreIllegals: true });
  return emitter instanceof RangeEmitter ? Uint32Array.from(emitter.triples) : undefined;
}
