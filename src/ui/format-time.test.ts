import { describe, expect, it } from "vitest";
import { clockTime, listTime, machineTime } from "./format-time.ts";

const now = new Date(2025, 10, 18, 11, 0).getTime();
const at = (year: number, month: number, day: number, hour = 9, minute = 5) =>
  new Date(year, month, day, hour, minute).getTime();

describe("listTime", () => {
  it("shows the hour today, also for clocks that run ahead", () => {
    expect(listTime(at(2025, 10, 18, 0, 0), now)).toBe("00:00");
    expect(listTime(at(2025, 10, 18, 10, 51), now)).toBe("10:51");
    expect(listTime(at(2025, 10, 19, 1, 0), now)).toBe("01:00");
  });

  it("shows the weekday within a week", () => {
    expect(listTime(at(2025, 10, 17, 23, 59), now)).toBe("Mon");
    expect(listTime(at(2025, 10, 12), now)).toBe("Wed");
  });

  it("shows the date before that, with the year if it is another", () => {
    expect(listTime(at(2025, 10, 11), now)).toBe("11 Nov");
    expect(listTime(at(2024, 11, 31), now)).toBe("31 Dec 2024");
  });
});

describe("clockTime and machineTime", () => {
  it("writes the hour with two digits", () => {
    expect(clockTime(at(2025, 0, 1, 7, 3))).toBe("07:03");
  });

  it("does not throw on absurd times", () => {
    expect(machineTime(Number.NaN)).toBe("");
    expect(machineTime(9e15)).toBe("");
  });
});
