import { expect, test } from "vitest";
import type { SealedSession } from "#sdk/store/read-session.ts";
import { rememberSession } from "./remembered-session.ts";

function world() {
  const state = { now: 0, opened: 0, token: "a" as string | undefined };
  const remembered = rememberSession(
    () => {
      state.opened += 1;
      const { token } = state;
      const session: SealedSession | undefined =
        token === undefined ? undefined : { userId: "@a:b", baseUrl: "https://b", accessToken: token };
      return Promise.resolve(session);
    },
    () => state.now,
  );
  return { state, remembered };
}

test("many pictures, one opening", async () => {
  const { state, remembered } = world();
  await Promise.all([remembered.read("remembered"), remembered.read("remembered")]);
  expect(state.opened).toBe(1);
  state.now = 6_000;
  await remembered.read("remembered");
  expect(state.opened).toBe(2);
});

test("a refused token and a change of account are read anew", async () => {
  const { state, remembered } = world();
  await remembered.read("remembered");
  state.token = "b";
  expect((await remembered.read("fresh"))?.accessToken).toBe("b");
  state.token = "c";
  remembered.forget();
  expect((await remembered.read("remembered"))?.accessToken).toBe("c");
});

test("nobody is not remembered", async () => {
  const { state, remembered } = world();
  state.token = undefined;
  expect(await remembered.read("remembered")).toBeUndefined();
  state.token = "a";
  expect(await remembered.read("remembered")).toBeDefined();
});
