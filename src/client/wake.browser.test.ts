import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { watchWake } from "./wake.ts";

const call = vi.fn(async () => ({ ok: true as const, value: undefined as never }));
let visibility: DocumentVisibilityState = "visible";
let stop = (): void => undefined;

beforeEach(() => {
  visibility = "visible";
  vi.useFakeTimers({ now: 1_000_000 });
  vi.spyOn(document, "visibilityState", "get").mockImplementation(() => visibility);
  call.mockClear();
  stop = watchWake({ call });
});

afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function show(next: DocumentVisibilityState): void {
  visibility = next;
  document.dispatchEvent(new Event("visibilitychange"));
}

test("the core is told at once when the network is back", () => {
  window.dispatchEvent(new Event("online"));
  expect(call).toHaveBeenCalledWith("session.reconnect", {});
  stop();
  window.dispatchEvent(new Event("online"));
  expect(call).toHaveBeenCalledTimes(1);
});

test("a tab that was away for long tells it, one that was left for a moment does not", () => {
  show("hidden");
  vi.advanceTimersByTime(5_000);
  show("visible");
  expect(call).not.toHaveBeenCalled();
  show("hidden");
  vi.advanceTimersByTime(60_000);
  show("visible");
  expect(call).toHaveBeenCalledTimes(1);
});

test("a machine that slept under a visible tab tells it", () => {
  vi.advanceTimersByTime(60_000);
  expect(call).not.toHaveBeenCalled();
  vi.setSystemTime(Date.now() + 3_600_000);
  vi.advanceTimersByTime(10_000);
  expect(call).toHaveBeenCalledTimes(1);
});
