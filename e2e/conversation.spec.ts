import { escape } from "./support/hubbub.ts";
import { expect, PASSWORD, SERVER_A, test } from "./support/world.ts";

test("replies, edits, reactions, redactions, formatted text, joins and state changes are shown as what they are", async ({
  app,
  user,
  friend,
}) => {
  const roomId = await user.create({ name: "Workshop", invite: [friend.userId] });
  await friend.join(roomId);
  const first = await friend.text(roomId, "the hinge is stuck");
  await friend.send(roomId, "m.room.message", {
    msgtype: "m.text",
    body: "> quote\n\noil it",
    "m.relates_to": { "m.in_reply_to": { event_id: first } },
  });
  const typo = await friend.text(roomId, "I wil bring oil");
  await friend.send(roomId, "m.room.message", {
    msgtype: "m.text",
    body: "* I will bring oil",
    "m.new_content": { msgtype: "m.text", body: "I will bring oil" },
    "m.relates_to": { rel_type: "m.replace", event_id: typo },
  });
  await user.send(roomId, "m.reaction", { "m.relates_to": { rel_type: "m.annotation", event_id: first, key: "👍" } });
  const gone = await friend.text(roomId, "wrong room, sorry");
  await friend.redact(roomId, gone);
  await friend.send(roomId, "m.room.message", {
    msgtype: "m.text",
    body: "**bold** move",
    format: "org.matrix.custom.html",
    formatted_body: '<strong>bold</strong> move <script>window.pwned = 1</script><img src=x onerror="window.pwned=1">',
  });
  await user.state(roomId, "m.room.topic", { topic: "Hinges and oil" });
  await friend.send(roomId, "org.example.dice", { roll: 6 });

  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await app.openRoom("Workshop");
  await expect(app.message("the hinge is stuck").first()).toBeVisible();
  await expect(app.message("I will bring oil")).toContainText("edited");
  await expect(app.message("I wil bring oil")).toHaveCount(0);
  await expect(app.feed.getByText("👍")).toBeVisible();
  await expect(app.feed.getByText("wrong room, sorry")).toHaveCount(0);
  await expect(app.feed.getByText(/deleted/i).first()).toBeVisible();
  await expect(app.feed.locator("strong", { hasText: "bold" })).toBeVisible();
  await expect(app.feed.getByText(/Hinges and oil/)).toBeVisible();
  await expect(app.feed.getByText(/org\.example\.dice/)).toBeVisible();
  expect(await app.page.evaluate(() => "pwned" in window)).toBe(false);

  // Typing and live messages.
  await friend.typing(roomId);
  await expect(app.page.getByText(/is typing/).first()).toBeVisible();
  await friend.typing(roomId, false);
  await expect(app.page.getByText(/is typing/)).toHaveCount(0);
});

test("unread: counts grow live, mentions are marked, reading clears them here and in the receipt", async ({
  app,
  user,
  friend,
}) => {
  const roomId = await user.create({ name: "Quay", invite: [friend.userId] });
  const other = await user.create({ name: "Elsewhere" });
  await friend.join(roomId);
  await user.text(other, "a quiet place");
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await app.openRoom("Elsewhere");
  await friend.text(roomId, "one");
  await friend.text(roomId, "two");
  await expect(app.row(/^Quay.*2 unread/)).toBeVisible();
  const last = await friend.send(roomId, "m.room.message", {
    msgtype: "m.text",
    body: "Ann, look",
    "m.mentions": { user_ids: [user.userId] },
  });
  await expect(app.row(/^Quay.*mention/)).toBeVisible();
  await app.openRoom("Quay");
  await expect(app.message("Ann, look")).toBeVisible();
  await expect(app.row(/^Quay.*unread/)).toHaveCount(0);
  await expect
    .poll(async () =>
      JSON.stringify(await user.sync({ filter: { room: { rooms: [roomId] }, presence: { types: [] } } })),
    )
    .toMatch(new RegExp(`"m.receipt".*${escape(last)}|${escape(last)}.*"m.read"`));
});

test("a long history scrolls back to its first message without a jump", async ({ app, user, friend }) => {
  const roomId = await user.create({ name: "Log book", invite: [friend.userId] });
  await friend.join(roomId);
  for (let i = 1; i <= 150; i += 1) await friend.text(roomId, `line ${i}. ${"words ".repeat(i % 30)}`);
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await app.openRoom("Log book");
  await expect(app.message(/line 150\./)).toBeVisible();
  await app.scrollToStart();
  await expect(app.message(/line 1\./)).toBeVisible();
});
