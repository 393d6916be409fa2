import { playwright } from "@vitest/browser-playwright";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { launchOptions } from "./scripts/vite/chromium.ts";
import { icons } from "./scripts/vite/icons.ts";

const BROWSER = "src/**/*.browser.test.ts";
const SYNAPSE = "src/**/*.synapse.test.ts";

export default defineConfig({
  plugins: [icons(), react()],
  define: { __BUILD__: JSON.stringify("test") },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          environment: "node",
          // Generated cases take what the machine gives them.
          testTimeout: 30_000,
          include: ["src/**/*.test.ts", "src/**/*.test.tsx", "{scripts,stack}/**/*.test.{ts,mjs}"],
          exclude: [BROWSER, SYNAPSE, "**/node_modules/**"],
        },
      },
      {
        extends: true,
        // Bundled before the first test: a dependency found later reloads the page under the tests.
        optimizeDeps: {
          include: [
            "htmlparser2",
            "idb",
            "intl-messageformat",
            "react",
            "react-dom/client",
            "react/jsx-dev-runtime",
            "valibot",
            "zustand",
          ],
        },
        test: {
          name: "engine",
          include: [BROWSER],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: launchOptions() }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
      {
        extends: true,
        test: {
          name: "synapse",
          environment: "node",
          include: [SYNAPSE],
          pool: "forks",
          maxWorkers: 1,
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          env: {
            HUBBUB_STACK_A: process.env["HUBBUB_STACK_A"] ?? "http://localhost:8811",
            HUBBUB_STACK_B: process.env["HUBBUB_STACK_B"] ?? "http://localhost:8812",
          },
        },
      },
    ],
  },
});
