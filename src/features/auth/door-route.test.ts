import { expect, it } from "vitest";
import { parseDoorRoute } from "./door-route.ts";

it("knows the screens by the addresses people have for them", () => {
  expect(parseDoorRoute("#/register")).toBe("register");
  expect(parseDoorRoute("#/forgot_password")).toBe("forgot-password");
  expect(parseDoorRoute("#/start_sso?x=1")).toBe("start-sso");
  for (const hash of ["", "#/login", "#/soft_logout", "#/room/!a:b", "#/constructor", "#/registered"]) {
    expect(parseDoorRoute(hash)).toBe("login");
  }
});
