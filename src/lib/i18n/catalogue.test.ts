import { readdirSync, readFileSync } from "node:fs";
import { IntlMessageFormat } from "intl-messageformat";
import { expect, test } from "vitest";
import { en } from "./en/catalogue.ts";
import { t } from "./t.ts";

const messages = Object.entries<string>(en);

test("every message can be said", () => {
  for (const [key, source] of messages) {
    expect(source.trim(), key).not.toBe("");
    expect(() => new IntlMessageFormat(source, "en", undefined, { ignoreTag: true }), key).not.toThrow();
  }
});

test("no area hides a message of another", () => {
  const folder = new URL("./en/", import.meta.url);
  const keys = readdirSync(folder).flatMap((file) => {
    const text = readFileSync(new URL(file, folder), "utf8");
    return [...text.matchAll(/^ {2}"([^"]+)":/gm)].map(([, key]) => key);
  });
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  expect(keys).toHaveLength(messages.length);
});

test("every message keeps the voice", () => {
  const outOfTune = /!(?!\w)|\bhomeserver\b|\boops\b|\bplease wait\b|\bE2EE\b/i;
  expect(messages.filter(([, source]) => outOfTune.test(source))).toEqual([]);
});

test("values and plurals are filled in", () => {
  expect(t("roomList.invitedBy", { name: "Greta" })).toBe("Greta invites you");
});
