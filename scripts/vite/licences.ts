/**
 * `virtual:licences` → the packages of others that the app is made of, with their licences; and `licences.txt`, their
 * texts in full, beside the page. Taken from the lock file: everything that is not only for development.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Plugin } from "vite";

const ID = "virtual:licences";
const TEXT = /^(?:licen[cs]e|copying|notice)/i;

export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
}

interface Found extends ShippedPackage {
  readonly folder: string;
}

export function licences(root: string): Plugin {
  return {
    name: "hubbub:licences",
    resolveId: (id) => (id === ID ? `\0${ID}` : undefined),
    load(id) {
      if (id !== `\0${ID}`) return undefined;
      const list = shippedPackages(root).map(({ name, version, licence }) => ({ name, version, licence }));
      return `export const packages = ${JSON.stringify(list)};`;
    },
    generateBundle() {
      if (this.environment.name !== "client") return;
      this.emitFile({ type: "asset", fileName: "licences.txt", source: licenceTexts(root) });
    },
  };
}

export function shippedPackages(root: string): readonly Found[] {
  const lock: unknown = JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8"));
  const found = new Map<string, Found>();
  for (const [folder, entry] of Object.entries(record(record(lock)["packages"]))) {
    const { dev, devOptional, version, license, optional } = record(entry);
    if (!folder.startsWith("node_modules/") || [dev, devOptional, optional].includes(true)) continue;
    const name = folder.slice(folder.lastIndexOf("node_modules/") + "node_modules/".length);
    // Types are gone before anything is shipped.
    if (name.startsWith("@types/") || name === "csstype") continue;
    if (typeof version !== "string") continue;
    if (typeof license !== "string") throw new Error(`${name} names no licence`);
    found.set(`${name}@${version}`, { name, version, licence: license, folder });
  }
  return [...found.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function licenceTexts(root: string): string {
  return shippedPackages(root)
    .map(({ name, version, licence, folder }) => {
      const place = path.join(root, folder);
      const texts = readdirSync(place, { withFileTypes: true })
        .filter((file) => file.isFile() && TEXT.test(file.name))
        .map((file) => readFileSync(path.join(place, file.name), "utf8").trim());
      return [`${name} ${version} (${licence})`, ...texts].join("\n\n");
    })
    .join(`\n\n${"-".repeat(80)}\n\n`);
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
