import { expect, it } from "vitest";
import { parseConfig } from "./config.ts";

it("reads what the sign-in screen may offer, in Element's keys", () => {
  const config = parseConfig({
    setting_defaults: { "UIFeature.registration": false, "UIFeature.passwordReset": false },
    sso_redirect_options: { immediate: true },
    privacy_policy_url: "https://chat.example/privacy",
    terms_and_conditions_links: [
      { text: "House rules", url: "https://chat.example/rules" },
      { text: "Not an address", url: "javascript:alert(1)" },
      "nonsense",
    ],
  });
  expect(config).toMatchObject({ registration: "hidden", passwordReset: "hidden", ssoRedirect: "at-once" });
  expect(config.documents).toEqual([
    { kind: "terms", text: "House rules", url: "https://chat.example/rules" },
    { kind: "privacy", text: undefined, url: "https://chat.example/privacy" },
  ]);
});

it("offers everything where nothing is said", () => {
  for (const json of [{}, undefined, { setting_defaults: 7, sso_redirect_options: [] }]) {
    expect(parseConfig(json)).toMatchObject({
      registration: "offered",
      passwordReset: "offered",
      ssoRedirect: "never",
    });
  }
});
