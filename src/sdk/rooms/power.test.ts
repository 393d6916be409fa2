import { describe, expect, it } from "vitest";
import { createEvents, user } from "#sdk/testing/event-factory.ts";
import { powerOf } from "./power.ts";

const make = createEvents();
const [ada, bo, cleo] = [user("ada"), user("bo"), user("cleo")];

describe("powerOf", () => {
  it("puts creators of version 12 above all levels, additional ones too", () => {
    const create = make.state("m.room.create", { room_version: "12", additional_creators: [bo, 7, "nonsense"] }, "", {
      sender: ada,
    });
    const levels = make.state("m.room.power_levels", { users: { [cleo]: 100 } });
    const power = powerOf(create, levels);
    expect([power.power(ada), power.power(bo), power.power(cleo)]).toEqual([Infinity, Infinity, 100]);
    expect([power.role(ada), power.role(bo), power.role(cleo), power.role(user("x"))]).toEqual([
      "creator",
      "creator",
      "admin",
      "member",
    ]);
  });

  it("takes the creator of older rooms from the users, or gives 100 where there are no levels", () => {
    const create = make.state("m.room.create", { room_version: "11" }, "", { sender: ada });
    expect(
      powerOf(create, make.state("m.room.power_levels", { users: { [ada]: "50" }, users_default: 5 })).power(ada),
    ).toBe(50);
    expect(powerOf(create, undefined).power(ada)).toBe(100);
    expect(powerOf(make.state("m.room.create", { creator: bo }, "", { sender: ada }), undefined).power(bo)).toBe(100);
    expect(powerOf(create, undefined).role(bo)).toBe("member");
  });

  it("knows what a level is needed for", () => {
    const power = powerOf(
      undefined,
      make.state("m.room.power_levels", { events: { "m.room.name": 60 }, state_default: 40, events_default: 3 }),
    );
    expect(power.needed("m.room.name", "state")).toBe(60);
    expect(power.needed("m.room.topic", "state")).toBe(40);
    expect(power.needed("m.room.message", "message")).toBe(3);
    expect(power.notification("room")).toBe(50);
  });
});
