/** axe over every screen. A screen is one entry: how one gets there from an open room, and how one knows it is there. */
import AxeBuilder from "@axe-core/playwright";
import type { Locator } from "@playwright/test";
import type { Hubbub } from "./support/hubbub.ts";
import { saySettings } from "./support/settings.ts";
import { expect, PASSWORD, SERVER_A, test } from "./support/world.ts";

interface Screen {
  readonly name: string;
  /** An address, or steps. */
  readonly go: string | ((app: Hubbub) => Promise<void>);
  readonly there: (app: Hubbub) => Locator;
}

const ROOM = "Inspection";
const dialog = (app: Hubbub): Locator => app.page.getByRole("dialog");

async function messageMenu(app: Hubbub, item: RegExp): Promise<void> {
  const message = app.message("papers are ready");
  await message.hover();
  await message.getByRole("button", { name: "More" }).click();
  await app.page.getByRole("menuitem", { name: item }).click();
}

const SCREENS: readonly Screen[] = [
  { name: "conversation", go: async () => undefined, there: (app) => app.message("papers are ready") },
  {
    name: "palette",
    go: (app) => app.page.keyboard.press("ControlOrMeta+k"),
    there: (app) => app.page.getByRole("combobox"),
  },
  {
    name: "message menu",
    go: async (app) => {
      const message = app.message("papers are ready");
      await message.hover();
      await message.getByRole("button", { name: "More" }).click();
    },
    there: (app) => app.page.getByRole("menuitem", { name: "Copy text" }),
  },
  { name: "who reacted", go: (app) => messageMenu(app, /^Who reacted/), there: dialog },
  { name: "versions", go: (app) => messageMenu(app, /^Earlier versions/), there: dialog },
  { name: "source", go: (app) => messageMenu(app, /^View source/), there: dialog },
  {
    name: "read by",
    go: (app) =>
      app.feed
        .getByRole("button", { name: /^Read by/ })
        .first()
        .press("Enter"),
    there: dialog,
  },
  {
    name: "room menu",
    go: (app) => app.page.getByRole("button", { name: "Room menu" }).click(),
    there: (app) => app.page.getByRole("menuitem").first(),
  },
  { name: "new room", go: "#/new", there: dialog },
  { name: "settings", go: "#/settings", there: (app) => app.page.getByRole("heading", { name: "Settings" }).first() },
];

const LAYOUTS = ["compact", "irc", "bubbles"] as const;

async function check(app: Hubbub, where: string): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page: app.page }).analyze();
  return violations
    .filter((one) => one.impact === "serious" || one.impact === "critical")
    .map((one) => `${where}: ${one.id} ${one.nodes.map((node) => node.target.join(" ")).join(" | ")}`);
}

for (const theme of ["light", "dark"] as const) {
  for (const width of [1280, 390] as const) {
    test(`nothing serious for axe, on any screen (${theme}, ${width} px)`, async ({ app, user, friend }) => {
      test.slow();
      await app.page.setViewportSize({ width, height: 844 });
      await app.page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      const roomId = await user.create({ name: ROOM, topic: "Everything in order", invite: [friend.userId] });
      await friend.join(roomId);
      const eventId = await friend.text(roomId, "Ann, the papers are here");
      const relates = { event_id: eventId };
      await friend.send(roomId, "m.room.message", {
        msgtype: "m.text",
        body: "* Ann, the papers are ready",
        "m.new_content": { msgtype: "m.text", body: "Ann, the papers are ready" },
        "m.relates_to": { ...relates, rel_type: "m.replace" },
      });
      await user.send(roomId, "m.reaction", { "m.relates_to": { ...relates, rel_type: "m.annotation", key: "👍" } });
      await friend.receipt(roomId, await user.text(roomId, "Thank you"));
      const found: string[] = [];
      await app.open();
      await expect(app.page.getByLabel("Password", { exact: true })).toBeVisible();
      found.push(...(await check(app, "sign-in")));
      await app.signIn(SERVER_A, user.userId, PASSWORD);
      await expect(app.row(new RegExp(`^${ROOM}`))).toBeVisible();
      found.push(...(await check(app, "home")));
      await app.openRoom(ROOM);
      await expect(app.message("papers are ready")).toBeVisible();
      const room = app.page.url();
      for (const screen of SCREENS) {
        if (typeof screen.go === "string") await app.page.goto(`/${screen.go}`);
        else await screen.go(app);
        await expect(screen.there(app), screen.name).toBeVisible();
        // Whatever slides or fades in has arrived.
        await expect
          .poll(() =>
            app.page.evaluate(() => document.getAnimations().filter((one) => one.playState === "running").length),
          )
          .toBe(0);
        found.push(...(await check(app, screen.name)));
        await app.page.goto("about:blank");
        await app.page.goto(room);
        await expect(app.message("papers are ready")).toBeVisible();
      }
      for (const layout of LAYOUTS) {
        await saySettings(user, { layout });
        await expect(app.feed).toHaveAttribute("data-layout", layout);
        await expect(app.message("papers are ready")).toBeVisible();
        found.push(...(await check(app, layout)));
      }
      await saySettings(user, { layout: "modern", contrast: "more" });
      await expect(app.page.locator("html")).toHaveAttribute("data-theme", `${theme}-contrast`);
      found.push(...(await check(app, "strong contrast")));
      await app.page.evaluate(() => document.documentElement.setAttribute("dir", "rtl"));
      found.push(...(await check(app, "right to left")));
      expect(found).toEqual([]);
    });
  }
}
