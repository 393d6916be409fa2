/** The one journey in another engine: Firefox signs in, sends a message, sees it, and still does after a reload. */
import { findFirefox, startFirefox, type FirefoxPage } from "./support/firefox.ts";
import { bodiesOf } from "./support/rooms.ts";
import { expect, PASSWORD, SERVER_A, test } from "./support/world.ts";

const binary = findFirefox();
const HOME = process.env["HUBBUB_URL"] ?? "http://localhost:8080";
const ABSENT = "there is none on this machine (Debian: apt-get install firefox-esr)";
const within = { timeout: 30_000 };

/** Clicks into a field once it is there, and goes on when it has the focus. */
async function focus(firefox: FirefoxPage, selector: string): Promise<void> {
  const field = JSON.stringify(selector);
  await expect.poll(() => firefox.run(`return document.querySelector(${field}) !== null`), within).toBe(true);
  await firefox.click(selector);
  await expect.poll(() => firefox.run(`return document.activeElement === document.querySelector(${field})`)).toBe(true);
}

const text = (firefox: FirefoxPage): Promise<unknown> => firefox.run("return document.body.innerText");
const errors = (firefox: FirefoxPage): Promise<unknown> => firefox.run("return (window.seenErrors ?? []).join('; ')");

test("Firefox signs in, sends a message, sees it, and shows it again after a reload", async ({ user }) => {
  // Playwright's own list does not give the reason.
  if (binary === undefined) console.log(`Not tried in Firefox: ${ABSENT}.`);
  test.skip(binary === undefined, ABSENT);
  if (binary === undefined) return;
  test.setTimeout(150_000);
  const roomId = await user.create({ name: "Foxglove" });
  const firefox = await startFirefox(binary);
  try {
    await firefox.open(`${HOME}/#/login`);
    await focus(firefox, "input[name=server]");
    // The deployer may have suggested one.
    await firefox.run("document.activeElement.select()");
    await firefox.type(SERVER_A);
    await focus(firefox, "input[name=username]");
    await firefox.type(user.userId);
    await focus(firefox, "input[name=password]");
    await firefox.type(PASSWORD);
    await firefox.enter();
    await expect.poll(() => text(firefox), within).toContain("Foxglove");
    await firefox.run("window.seenErrors = []; addEventListener('error', (event) => seenErrors.push(event.message))");
    await firefox.run(`location.hash = ${JSON.stringify(`#/room/${roomId}`)}`);
    await focus(firefox, "[role=textbox][contenteditable=true]");
    await firefox.type("written in Firefox");
    await firefox.enter();
    await expect.poll(() => bodiesOf(user, roomId), within).toEqual(["written in Firefox"]);
    await expect.poll(() => text(firefox), within).toContain("written in Firefox");
    expect(await errors(firefox)).toBe("");

    await user.text(roomId, "an answer from elsewhere");
    await expect.poll(() => text(firefox), within).toContain("an answer from elsewhere");
    await firefox.reload();
    await expect.poll(() => text(firefox), within).toContain("written in Firefox");
    expect(await bodiesOf(user, roomId)).toEqual(["written in Firefox", "an answer from elsewhere"]);
  } finally {
    await firefox.close();
  }
});
