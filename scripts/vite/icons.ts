/**
 * `virtual:icon/<weight>/<name>` → a module whose default export is the drawing of that Phosphor icon, so that a feature
 * carries exactly the icons it shows. Refuses icons that are not one path in the 256 box.
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import type { Plugin } from "vite";

const PREFIX = "virtual:icon/";
const ID = /^(?:regular|bold|fill)\/[a-z0-9-]+$/;
const SVG = /^<svg [^>]*viewBox="0 0 256 256"[^>]*><path d="([^"]+)"\/><\/svg>\s*$/;

const require = createRequire(import.meta.url);
const assets = path.join(path.dirname(require.resolve("@phosphor-icons/core")), "../assets");

export function icons(): Plugin {
  return {
    name: "hubbub:icons",
    resolveId(id) {
      return id.startsWith(PREFIX) ? `\0${id}` : undefined;
    },
    async load(id) {
      if (!id.startsWith(`\0${PREFIX}`)) return undefined;
      const icon = id.slice(PREFIX.length + 1);
      if (!ID.test(icon)) throw new Error(`"${icon}" is not <regular|bold|fill>/<name>`);
      const [weight = "", name = ""] = icon.split("/");
      const file = path.join(assets, weight, weight === "regular" ? `${name}.svg` : `${name}-${weight}.svg`);
      const drawing = SVG.exec(await readFile(file, "utf8"))?.[1];
      if (drawing === undefined) throw new Error(`the icon ${icon} is not a single path`);
      return `export default ${JSON.stringify(drawing)};`;
    },
  };
}
