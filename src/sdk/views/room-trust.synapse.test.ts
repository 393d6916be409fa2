import { afterEach, expect, it } from "vitest";
import { newUser } from "../../../stack/matrix.mjs";
import { parseUserId } from "#api/ids.ts";
import type { MessageItem, TimelineItem } from "#api/timeline.ts";
import { openAccount, type TestAccount } from "#sdk/testing/account.ts";
import { createSyncSession } from "#sdk/testing/sync-session.ts";

const A = process.env["HUBBUB_STACK_A"] ?? "";
const closing: { stop(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of closing.splice(0)) await one.stop();
});

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("missing");
  return value;
}

async function account(): Promise<TestAccount> {
  const opened = await openAccount(A);
  closing.push(opened);
  return opened;
}

it("a new identity of somebody in the room is told until it is accepted, and their messages go on", async () => {
  const [ada, client] = await Promise.all([account(), newUser(A)]);
  const bo = await createSyncSession(client, { engine: "memory" });
  closing.push(bo);
  await bo.crypto.ready;
  await bo.identity.setUp(undefined, undefined);
  const userId = must(parseUserId(client.userId));
  const { roomId } = await ada.call("room.create", {
    ...{ name: "Quay", topic: "", access: "private", alias: undefined },
    invite: [userId],
  });
  await client.join(roomId);
  const timeline = ada.list("timeline", { roomId, anchor: "live" });
  await ada.call("message.send", { roomId, markdown: "pins what bo is" });
  await timeline.until((items) => items.some((item) => item.kind === "message" && item.send.state === "sent"));
  await ada.call("trust.refresh", { userId });
  const trust = ada.value("roomTrust", { roomId });
  await trust.until(({ changed, violated }) => changed.length === 0 && violated.length === 0);

  const asked = await bo.identity.reset(undefined, undefined);
  if (asked.state === "challenge") {
    const { session } = asked.challenge;
    await bo.identity.reset(undefined, { session, stage: "m.login.password", password: "hubbub" });
  }
  await trust.until(({ changed }) => changed.length === 1 && changed[0]?.userId === userId);
  await ada.call("trust.acceptChange", { userId });
  await trust.until(({ changed }) => changed.length === 0);

  await ada.call("message.send", { roomId, markdown: "still here" });
  const items = await timeline.until(
    (all) => all.filter((item) => item.kind === "message" && item.send.state === "sent").length === 2,
  );
  expect(items.filter(({ kind }) => kind === "unreadable")).toEqual([]);
});

it("shields follow what is known of a sender: they go once the sender's session is verified", async () => {
  const [ada, bo] = await Promise.all([account(), account()]);
  const { roomId } = await ada.call("room.create", {
    ...{ name: "Lock", topic: "", access: "private", alias: undefined },
    invite: [bo.userId],
  });
  await bo.call("room.join", { room: roomId, via: [] });
  await bo.call("message.send", { roomId, markdown: "before" });
  const timeline = ada.list("timeline", { roomId, anchor: "live" });
  const shieldOf = (items: readonly TimelineItem[]) =>
    items.find((item): item is MessageItem => item.kind === "message" && item.sender.userId === bo.userId)?.shield;
  await timeline.until((items) => shieldOf(items)?.reason === "unsigned-device");
  const made = await bo.call("encryption.setUp", { passphrase: undefined });
  expect(made.state).toBe("done");
  await timeline.until((items) => items.some(({ kind }) => kind === "message") && shieldOf(items) === undefined);
});
