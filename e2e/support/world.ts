/** Fixtures of the journeys: fresh users on the real servers, a proxy for bad networks, and pages that fail on uncaught errors. */
import { test as base, expect, type BrowserContext, type Page } from "@playwright/test";
import { newUser, uniqueName, type MatrixClient } from "../../stack/matrix.mjs";
import { createProxy, type Proxy } from "../../stack/proxy.mjs";
import { Hubbub } from "./hubbub.ts";

export const SERVER_A = process.env["HUBBUB_STACK_A"] ?? "http://localhost:8811";
export const SERVER_B = process.env["HUBBUB_STACK_B"] ?? "http://localhost:8812";
export const PASSWORD = "hubbub";

/** Lines that a browser logs about a network that a test broke on purpose. */
const EXPECTED_NOISE = [/Failed to load resource/, /net::ERR_/, /status of (?:4|5)\d\d/];

interface World {
  /** A new account on server A. */
  readonly user: MatrixClient;
  /** Another one. */
  readonly friend: MatrixClient;
  /** In front of server A: counts requests, breaks them on demand. */
  readonly network: Proxy;
  /** A tab of a fresh browser profile. */
  readonly app: Hubbub;
  /** Another browser profile. */
  readonly otherProfile: Hubbub;
  /** Uncaught errors of all pages; checked after each test. */
  readonly errors: string[];
}

export const test = base.extend<World>({
  errors: async ({}, use) => {
    const errors: string[] = [];
    await use(errors);
    expect(errors, "uncaught errors in the window").toEqual([]);
  },
  user: async ({}, use) => use(await newUser(SERVER_A, uniqueName("ann"), { displayname: "Ann Fisher" })),
  friend: async ({}, use) => use(await newUser(SERVER_A, uniqueName("ben"), { displayname: "Ben Okri" })),
  network: async ({}, use) => {
    const network = await createProxy({ target: SERVER_A });
    await use(network);
    await network.close();
  },
  app: async ({ context, errors }, use) => use(new Hubbub(await tab(context, errors))),
  otherProfile: async ({ browser, errors, contextOptions }, use) => {
    const context = await browser.newContext(contextOptions);
    await use(new Hubbub(await tab(context, errors)));
    await context.close();
  },
});

/** A page whose uncaught errors end up in `errors`. */
export async function tab(context: BrowserContext, errors: string[]): Promise<Page> {
  const page = await context.newPage();
  page.on("pageerror", (error) => errors.push(String(error.stack ?? error)));
  page.on("console", (message) => {
    if (message.type() !== "error") return;
    const text = message.text();
    if (!EXPECTED_NOISE.some((noise) => noise.test(text))) errors.push(text);
  });
  return page;
}

export { expect };
