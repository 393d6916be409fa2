import { expect, test } from "vitest";
import { createChaos } from "./chaos.mjs";

function faults(seed, requests) {
  let time = 0;
  const chaos = createChaos({ seed, now: () => time });
  const chosen = Array.from({ length: requests }, () => {
    time += 50;
    return JSON.stringify(chaos.choose({ method: "PUT" }) ?? "pass");
  });
  return { chosen, counts: chaos.counts };
}

test("the same seed gives the same weather, another seed another", () => {
  expect(faults(7, 500).chosen).toEqual(faults(7, 500).chosen);
  expect(faults(7, 500).chosen).not.toEqual(faults(8, 500).chosen);
});

test("every kind of fault comes, and most requests pass", () => {
  const { counts } = faults(1, 2_000);
  expect(Object.keys(counts).toSorted()).toEqual(
    ["429", "502", "answer lost", "cut off", "late", "outage", "pass", "request lost"].toSorted(),
  );
  expect(counts["pass"]).toBeGreaterThan(1_000);
});
