import { expect, PASSWORD, SERVER_A, SERVER_B, test } from "./support/world.ts";
import { newUser, uniqueName } from "../stack/matrix.mjs";

test("a fresh account is no dead end: start a chat by Matrix ID, reuse it, invite, accept, decline, leave", async ({
  app,
  otherProfile,
  user,
  friend,
}) => {
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await otherProfile.signIn(SERVER_A, friend.userId, PASSWORD);

  await app.startChat(friend.userId);
  await expect(app.composer).toBeVisible();
  await app.say("hello Ben");
  await expect(app.message("hello Ben")).toHaveCount(1);

  // The friend sees the invite with its inviter, under Invites, and accepts it.
  const invite = otherProfile.list.getByRole("treeitem", { name: /Ann Fisher/ });
  await expect(invite).toBeVisible();
  await invite.getByRole("button", { name: /^Accept/ }).click();
  await expect(otherProfile.message("hello Ben")).toHaveCount(1);
  await otherProfile.say("hello Ann");
  await expect(app.message("hello Ann")).toHaveCount(1);

  // Starting it again opens the same room.
  await app.startChat(friend.userId);
  await expect(app.message("hello Ann")).toHaveCount(1);
  const direct = await user.getAccountData("m.direct");
  expect(direct[friend.userId]).toHaveLength(1);

  // Another invite is declined.
  const other = await user.create({ name: "Not wanted", invite: [friend.userId] });
  expect(other).toBeTruthy();
  const unwanted = otherProfile.list.getByRole("treeitem", { name: /Not wanted/ });
  await unwanted.getByRole("button", { name: /^Decline/ }).click();
  await expect(unwanted).toHaveCount(0);

  await app.leaveRoom();
  await expect(app.row(/^Ben Okri/)).toHaveCount(0);
});

test("create a public room, find it by its address from another server, talk across", async ({
  app,
  otherProfile,
  user,
}) => {
  const away = await newUser(SERVER_B, uniqueName("cleo"), { displayname: "Cleo Marsh" });
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  const alias = uniqueName("lamp");
  await app.createRoom({ name: "Lamp room", topic: "Wicks and oil", access: "public", alias });
  await expect(app.heading("Lamp room")).toBeVisible();
  await app.say("first light");

  await otherProfile.signIn(SERVER_B, away.userId, PASSWORD);
  await otherProfile.joinByAddress(`#${alias}:localhost:8801`, "Lamp room");
  await expect(otherProfile.heading("Lamp room")).toBeVisible();
  await otherProfile.say("seen from afar");
  await expect(app.message("seen from afar")).toHaveCount(1);
  await app.say("come in");
  await expect(otherProfile.message("come in")).toHaveCount(1);
});
