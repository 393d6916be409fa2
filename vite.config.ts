/**
 * The window's build: one page, one entry, hashed files under assets/, the core and its chunks under core/ (a folder that
 * header rules of any static host can name). Paths are relative, so the build may lie under any sub-path.
 */
import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { bootScript } from "./scripts/vite/boot-script.ts";
import { icons } from "./scripts/vite/icons.ts";
import { licences } from "./scripts/vite/licences.ts";
import { messages } from "./scripts/vite/messages.ts";

const ASSETS = "assets/[name]-[hash]";

export default defineConfig({
  base: "./",
  plugins: [icons(), messages(), react(), bootScript(), licences(import.meta.dirname)],
  // The browser's edition of it asks a <i> element what "&amp;" means; the core, which renders Markdown, has no document.
  resolve: {
    alias: {
      "decode-named-character-reference": fileURLToPath(import.meta.resolve("decode-named-character-reference")),
    },
  },
  define: { __BUILD__: JSON.stringify(process.env["HUBBUB_BUILD"] ?? "dev") },
  build: {
    target: ["chrome123", "firefox128", "safari17.5"],
    outDir: "dist",
    emptyOutDir: true,
    sourcemap: false,
    // Nothing is inlined as data: a hash in the name caches better, and workers must be files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        entryFileNames: `${ASSETS}.js`,
        chunkFileNames: `${ASSETS}.js`,
        assetFileNames: `${ASSETS}[extname]`,
      },
    },
  },
  worker: {
    format: "es",
    plugins: () => [icons()],
    rolldownOptions: {
      output: {
        entryFileNames: ({ facadeModuleId }) =>
          facadeModuleId?.includes("/src/sdk/core/") === true ? "core/[name]-[hash].js" : `${ASSETS}.js`,
        chunkFileNames: "core/[name]-[hash].js",
        assetFileNames: "core/[name]-[hash][extname]",
      },
    },
  },
  server: { host: "localhost" },
});
