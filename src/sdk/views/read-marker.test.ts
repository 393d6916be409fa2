import { beforeEach, describe, expect, it } from "vitest";
import type { EventId } from "#api/ids.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import type { MatrixEvent } from "#sdk/events/envelope.ts";
import { createEvents, user, type EventFactory } from "#sdk/testing/event-factory.ts";
import { createFakeClock, settle } from "#sdk/testing/fake-clock.ts";
import { recordOf, ROOM } from "#sdk/testing/outbox-harness.ts";
import { createReadMarker } from "./read-marker.ts";

const me = user("me");
let events: EventFactory;
let timeline: MatrixEvent[];
let fullyRead: EventId | undefined;
const clock = createFakeClock();

function open() {
  let moves = 0;
  const ctx = {
    clock,
    rooms: {
      me,
      record: () => ({ ...recordOf(ROOM), fullyRead }),
      timeline: () => ({ chunks: [{ order: 0, events: timeline, before: { kind: "start" } }] }),
    },
  };
  const marker = createReadMarker(ctx as unknown as AccountContext, ROOM, () => (moves += 1));
  marker.look();
  return { marker, moves: () => moves };
}

describe("the read marker of an open room", () => {
  beforeEach(() => {
    events = createEvents();
    timeline = events.texts(3);
    fullyRead = timeline[0]?.eventId;
  });

  it("stays where it was when the room was opened, however far one reads", async () => {
    const { marker, moves } = open();
    const before = fullyRead;
    fullyRead = timeline[2]?.eventId;
    marker.look();
    await clock.advance(10_000);
    expect(marker.at()).toBe(before);
    expect(moves()).toBe(0);
  });

  it("moves to where the reader stopped when messages lie unread for a while", async () => {
    fullyRead = timeline[1]?.eventId;
    const { marker, moves } = open();
    fullyRead = timeline[2]?.eventId;
    timeline = [...timeline, events.text("later")];
    marker.look();
    await clock.advance(2_000);
    expect(marker.at()).toBe(timeline[1]?.eventId);
    await clock.advance(2_000);
    expect(marker.at()).toBe(timeline[2]?.eventId);
    expect(moves()).toBe(1);
    marker.close();
  });

  it("shows no row to somebody who reads along", async () => {
    fullyRead = timeline[2]?.eventId;
    const { marker, moves } = open();
    for (let n = 0; n < 3; n += 1) {
      const next = events.text("live");
      timeline = [...timeline, next];
      marker.look();
      await clock.advance(500);
      fullyRead = next.eventId;
      marker.look();
    }
    await clock.advance(10_000);
    expect(marker.at()).toBeUndefined();
    expect(moves()).toBe(0);
  });

  it("is put away by what the account itself writes", async () => {
    const { marker } = open();
    expect(marker.at()).toBe(fullyRead);
    timeline = [...timeline, events.text("mine", { sender: me })];
    marker.look();
    await settle();
    expect(marker.at()).toBeUndefined();
  });

  it("stands nowhere where nothing is unread or nothing was ever read", () => {
    fullyRead = timeline[2]?.eventId;
    expect(open().marker.at()).toBeUndefined();
    fullyRead = undefined;
    expect(open().marker.at()).toBeUndefined();
  });
});
