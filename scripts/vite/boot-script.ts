/**
 * Compiles src/app/boot/boot.ts and puts it into index.html in place of `<script data-boot></script>`: the one inline script
 * of the page. Whoever serves the page computes its hash for the Content-Security-Policy.
 */
import { rolldown } from "rolldown";
import type { Plugin } from "vite";

const PLACE = /<script data-boot><\/script>/;
const ENTRY = "src/app/boot/boot.ts";

export function bootScript(): Plugin {
  return {
    name: "hubbub:boot-script",
    async transformIndexHtml(html) {
      if (!PLACE.test(html)) throw new Error("index.html has no place for the boot script");
      const code = await compile();
      return html.replace(PLACE, () => `<script>${code}</script>`);
    },
  };
}

async function compile(): Promise<string> {
  const bundle = await rolldown({ input: ENTRY, platform: "browser", tsconfig: false });
  try {
    const { output } = await bundle.generate({ format: "iife", minify: true });
    const code = output[0].code.trim();
    if (/<\/script|<!--/i.test(code)) throw new Error("the boot script would end its own element");
    return code;
  } finally {
    await bundle.close();
  }
}
