/** All that a page's origin keeps: every database, cache and storage, searched for words in the forms words take there. */
import type { Page } from "@playwright/test";

export interface BrowserDisk {
  /** Of the words that were looked for. */
  readonly found: readonly string[];
  readonly databases: readonly string[];
  /** Keys of all rows of all databases, in one text. */
  readonly keys: string;
  /** Keys that a script could take out of the browser. */
  readonly extractableKeys: number;
  readonly bytes: number;
}

export async function readEverything(page: Page, words: readonly string[]): Promise<BrowserDisk> {
  return page.evaluate(async (wanted) => {
    const found = new Set<string>();
    const forms = wanted.map((word) => [word, formsOf(word)] as const);
    let bytes = 0;
    let extractableKeys = 0;

    /** As it is, in two bytes a letter, in base64 (wherever it begins), and as a list of numbers. */
    function formsOf(word: string): readonly string[] {
      const numbers = [...word].map((letter) => letter.charCodeAt(0));
      const base64 = [0, 1, 2].map((before) =>
        btoa(`${"x".repeat(before)}${word}`).slice(before === 0 ? 0 : before + 1, -4),
      );
      return [word, [...word].join("\0"), numbers.join(","), numbers.join(", "), ...base64];
    }

    function look(text: string): void {
      bytes += text.length;
      for (const [word, shapes] of forms) if (shapes.some((shape) => text.includes(shape))) found.add(word);
    }

    function lookAtBytes(buffer: ArrayBuffer): void {
      look(new TextDecoder("latin1").decode(buffer));
    }

    async function walk(value: unknown): Promise<void> {
      if (typeof value === "string") look(value);
      else if (value instanceof ArrayBuffer) lookAtBytes(value);
      else if (ArrayBuffer.isView(value)) lookAtBytes(new Uint8Array(value.buffer as ArrayBuffer).slice().buffer);
      else if (value instanceof Blob) lookAtBytes(await value.arrayBuffer());
      else if (value instanceof CryptoKey) extractableKeys += value.extractable ? 1 : 0;
      else if (Array.isArray(value) && value.every((part) => typeof part === "number")) look(value.join(","));
      else if (value instanceof Map) for (const [key, part] of value) await Promise.all([walk(key), walk(part)]);
      else if (typeof value === "object" && value !== null)
        for (const [key, part] of Object.entries(value)) await Promise.all([walk(key), walk(part)]);
    }

    function answer<T>(request: IDBRequest<T>): Promise<T> {
      return new Promise((resolve, reject) => {
        request.addEventListener("success", () => resolve(request.result));
        request.addEventListener("error", () => reject(request.error ?? new Error("no answer")));
      });
    }

    const keys: unknown[] = [];
    const databases = (await indexedDB.databases()).map(({ name }) => name ?? "");
    for (const name of databases) {
      const db = await answer(indexedDB.open(name));
      for (const store of db.objectStoreNames) {
        const rows = db.transaction(store).objectStore(store);
        const [names, values] = await Promise.all([answer(rows.getAllKeys()), answer(rows.getAll())]);
        keys.push(names);
        await walk(names);
        await walk(values);
      }
      db.close();
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const kept of await cache.keys()) {
        look(decodeURIComponent(kept.url));
        const body = await cache.match(kept);
        if (body && !/\.(?:wasm|woff2)$/.test(kept.url)) lookAtBytes(await body.arrayBuffer());
      }
    }
    for (const storage of [localStorage, sessionStorage])
      for (const entry of Object.entries(storage)) await walk(entry);
    look(document.cookie);
    return { found: [...found], databases, keys: JSON.stringify(keys), extractableKeys, bytes };
  }, words);
}
