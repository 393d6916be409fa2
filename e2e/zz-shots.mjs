import { chromium } from "@playwright/test";
import { newUser, uniqueName } from "../stack/matrix.mjs";
const A = "http://localhost:8811";
const user = await newUser(A, uniqueName("ann"), { displayname: "Ann Fisher" });
const friends = [];
for (const n of ["Ben Okri", "Greta Lund-Sørensen of the North", "Tome Ruiz"]) friends.push(await newUser(A, uniqueName("fr"), { displayname: n }));
const [ben, greta, tome] = friends;
const roomId = await user.create({ name: "Lamp room", invite: friends.map((f) => f.userId) });
for (const f of friends) await f.join(roomId);
const t0 = Date.now();
await ben.text(roomId, "Good morning. The lamp on the north pier was out again last night, third time this month.");
const q = await ben.text(roomId, "I have put the spare in.");
await user.text(roomId, "Thank you");
await user.text(roomId, "I will bring the new bulbs on Thursday, together with the paint for the rails and whatever else you need from the town. Tell me before noon.");
const r = await greta.send(roomId, "m.room.message", { msgtype: "m.text", body: "The spare is the last one we have", "m.relates_to": { "m.in_reply_to": { event_id: q } } });
for (const f of [ben, tome]) await f.send(roomId, "m.reaction", { "m.relates_to": { rel_type: "m.annotation", event_id: r, key: "👍" } });
await user.send(roomId, "m.reaction", { "m.relates_to": { rel_type: "m.annotation", event_id: r, key: "🎉" } });
await tome.send(roomId, "m.room.message", { msgtype: "m.emote", body: "waves from the boat" });
await tome.text(roomId, "Ann Fisher, can you look at the log?");
await tome.send(roomId, "m.room.message", { msgtype: "m.file", body: "Log.pdf", url: "mxc://localhost:8801/x", info: { size: 123456, mimetype: "application/pdf" } });
await user.send(roomId, "m.room.message", { msgtype: "m.text", body: "`code` and\nsecond line\n", format: "org.matrix.custom.html", formatted_body: "<p>Look at this:</p><pre><code>let lamp = on;</code></pre>" });
await ben.text(roomId, "שלום עולם, how are you?");
await user.send(roomId, "m.reaction", { "m.relates_to": { rel_type: "m.annotation", event_id: await user.text(roomId, "🎉"), key: "👍" } });
await tome.state(roomId, "m.room.name", { name: "Lamp room" }).catch(() => {});
await user.state(roomId, "m.room.topic", { topic: "All about lamps" });
const last = await user.text(roomId, "Fine. See you all at four.");
for (const f of friends) await f.receipt(roomId, last);
const say = (values) => user.call("PUT", `/_matrix/client/v3/user/${encodeURIComponent(user.userId)}/account_data/chat.hubbub.settings`, { values: Object.fromEntries(Object.entries(values).map(([k, value]) => [k, { value, at: Date.now() }])) });
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox","--disable-gpu","--disable-quic","--no-first-run"] });
const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB", timezoneId: "UTC" });
const page = await context.newPage();
page.on("pageerror", (e) => console.log("ERR", e.message));
await page.goto("http://localhost:8102/");
await page.getByLabel("Server, or your Matrix ID").fill(A);
await page.getByLabel("User name").fill(user.userId.slice(1).split(":")[0]);
await page.getByLabel("Password", { exact: true }).fill("hubbub");
await page.getByRole("button", { name: "Sign in", exact: true }).click();
await page.getByRole("treeitem", { name: /^Lamp room/ }).click();
await page.getByRole("feed").waitFor();
const looks = (process.argv[2] ?? "modern,compact,irc,bubbles").split(",");
for (const look of looks) {
  const [layout, ...more] = look.split("+");
  for (const theme of ["light", "dark"]) {
    await say({ layout, theme, fontSize: more.includes("150") ? 150 : 100, clock: more.includes("12h") ? "12h" : "24h", contrast: more.includes("c") ? "more" : "system" });
    await page.emulateMedia({ forcedColors: more.includes("forced") ? "active" : "none" });
    await page.locator(`.timeline[data-layout=${layout}]`).waitFor();
    await page.evaluate((rtl) => rtl ? document.documentElement.setAttribute("dir", "rtl") : document.documentElement.removeAttribute("dir"), more.includes("rtl"));
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
      await page.waitForTimeout(700);
      await page.screenshot({ path: `/tmp/lay-shots/${look}-${theme}-${width}.png` });
    }
  }
}
await browser.close();
