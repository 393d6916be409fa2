/**
 * Compiles src/app/boot/boot.ts and puts it into index.html in place of `<script data-boot></script>`: the one inline script
 * of the page. Whoever serves the page computes its hash for the Content-Security-Policy.
 */
import { build, type Plugin } from "vite";

const PLACE = /<script data-boot><\/script>/;
const ENTRY = "src/app/boot/boot.ts";

export function bootScript(): Plugin {
  let target: string | readonly string[] | false = "esnext";
  return {
    name: "hubbub:boot-script",
    configResolved(config) {
      target = config.build.target;
    },
    transformIndexHtml: {
      // Last, so that Vite does not take the script for one of its own modules.
      order: "post",
      async handler(html) {
        if (!PLACE.test(html)) throw new Error("index.html has no place for the boot script");
        const code = await compile(target);
        return html.replace(PLACE, () => `<script>${code}</script>`);
      },
    },
  };
}

async function compile(target: string | readonly string[] | false): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: "error",
    publicDir: false,
    build: {
      target: target === false || typeof target === "string" ? target : [...target],
      write: false,
      modulePreload: false,
      rolldownOptions: { input: ENTRY, output: { format: "iife" } },
    },
  });
  const [chunk] = "output" in result ? result.output : [];
  if (chunk?.type !== "chunk") throw new Error("the boot script did not compile");
  const code = chunk.code.trim();
  if (/<\/script|<!--/i.test(code)) throw new Error("the boot script would end its own element");
  return code;
}
