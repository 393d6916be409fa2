import { afterEach, expect, test, vi } from "vitest";
import type { Session } from "#api/session.ts";
import { keepPersistent } from "./persistence.ts";

afterEach(() => vi.restoreAllMocks());

function watched() {
  const subscription = { value: undefined as unknown, listeners: new Set<() => void>() };
  keepPersistent({ views: { acquire: () => subscription } as never });
  return (value: Pick<Session, "state">): void => {
    subscription.value = value;
    for (const listener of subscription.listeners) listener();
  };
}

test("persistence is asked for once, after a sign-in, never at a plain start", async () => {
  const persist = vi.spyOn(navigator.storage, "persist").mockResolvedValue(true);
  vi.spyOn(navigator.storage, "persisted").mockResolvedValue(false);
  const back = watched();
  back({ state: "signed-in" });
  const fresh = watched();
  fresh({ state: "signed-out" });
  await Promise.resolve();
  expect(persist).not.toHaveBeenCalled();
  fresh({ state: "signed-in" });
  fresh({ state: "signed-in" });
  await vi.waitFor(() => expect(persist).toHaveBeenCalledTimes(1));
});
