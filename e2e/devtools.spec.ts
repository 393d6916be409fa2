import { bodiesOf } from "./support/rooms.ts";
import { expect, PASSWORD, SERVER_A, test } from "./support/world.ts";

test("developer tools of a room: state is found, read and changed after a second press; a weak account may only read", async ({
  app,
  otherProfile,
  user,
  friend,
}) => {
  const roomId = await user.create({ name: "Workshop", topic: "Old topic", invite: [friend.userId] });
  await friend.join(roomId);
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await app.openRoom("Workshop");
  await app.open(`/#/devtools/room/${roomId}`);
  const tools = app.page.getByRole("dialog", { name: "Developer tools" });
  await tools.getByLabel("Filter by type or key").fill("topic");
  await tools.getByRole("button", { name: "m.room.topic" }).click();
  await expect(tools.getByText('"Old topic"').first()).toBeVisible();
  await tools.getByRole("button", { name: "Edit" }).click();
  const content = tools.getByLabel("Content, as JSON");
  await content.fill("{ not json");
  await expect(tools.getByRole("button", { name: "Send", exact: true }).last()).toBeDisabled();
  await content.fill('{ "topic": "New topic" }');
  await content.press("Tab");
  await tools.locator("form").getByRole("button", { name: "Send", exact: true }).click();
  await expect(tools.getByText(/A mistake can break it for good/)).toBeVisible();
  await tools.getByRole("button", { name: "Yes, send it" }).click();
  await expect(content).toHaveCount(0);
  await expect(tools.getByText('"New topic"').first()).toBeVisible();
  await expect.poll(() => user.getState(roomId, "m.room.topic")).toMatchObject({ topic: "New topic" });

  await otherProfile.signIn(SERVER_A, friend.userId, PASSWORD);
  await otherProfile.open(`/#/devtools/room/${roomId}`);
  const weak = otherProfile.page.getByRole("dialog", { name: "Developer tools" });
  await weak.getByLabel("Filter by type or key").fill("m.room.power_levels");
  await weak.getByRole("button", { name: "m.room.power_levels" }).click();
  await expect(weak.getByText(/^Your power level here is 0/)).toBeVisible();
  await expect(weak.getByRole("button", { name: "Edit" })).toBeDisabled();
});

test("any event is sent and fetched by its id; account data is changed; the unread count says why", async ({
  app,
  user,
  friend,
}) => {
  const roomId = await user.create({ name: "Workshop", invite: [friend.userId] });
  await friend.join(roomId);
  await user.accountData("org.example.note", { colour: "blue" });
  const eventId = await friend.text(roomId, "read me");
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await expect(app.row(/^Workshop/)).toBeVisible();
  await app.open(`/#/devtools/room/${roomId}`);
  const tools = app.page.getByRole("dialog", { name: "Developer tools" });
  const tab = (name: string) =>
    tools.getByRole("group", { name: "Developer tools" }).getByRole("button", { name, exact: true });

  await tab("Unread").click();
  await expect(tools.getByText("One event counts").or(tools.getByText(/1 event counts/))).toBeVisible();
  await expect(tools.getByText(eventId)).toBeVisible();

  await tab("Event").click();
  await tools.getByLabel("Event ID").fill(eventId);
  await tools.getByRole("button", { name: "Fetch" }).click();
  await expect(tools.getByText('"read me"')).toBeVisible();

  await tab("Send").click();
  await tools.getByLabel("Event type").fill("m.room.message");
  await tools.getByLabel("Content, as JSON").fill('{ "msgtype": "m.text", "body": "by hand" }');
  await tools.locator("form").getByRole("button", { name: "Send", exact: true }).click();
  await tools.getByRole("button", { name: "Yes, send it" }).click();
  await expect(tools.getByText(/^Sent as \$/)).toBeVisible();
  expect(await bodiesOf(friend, roomId)).toEqual(["read me", "by hand"]);

  await tab("Account data").click();
  await tools.getByRole("button", { name: "org.example.note" }).click();
  await expect(tools.getByText('"blue"')).toBeVisible();
  await tools.getByRole("button", { name: "Edit" }).click();
  await tools.getByLabel("Content, as JSON").fill('{ "colour": "green" }');
  await tools.getByRole("button", { name: "Save" }).click();
  await tools.getByRole("button", { name: "Yes, send it" }).click();
  await expect.poll(() => user.getAccountData("org.example.note")).toEqual({ colour: "green" });

  await tab("Session").click();
  await expect(tools.getByText(user.userId)).toBeVisible();
  await expect(tools.getByText("sliding").or(tools.getByText("classic")).first()).toBeVisible();
});
