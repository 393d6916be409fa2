import { expect, test } from "vitest";
import type { SdkError } from "#api/errors.ts";
import { t } from "#lib/i18n/t.ts";
import { enterError, setupError } from "./setup-error.ts";

const crypto = (code: string): SdkError => ({ kind: "crypto", code });
const KEY = "EsTL 1wCt jYKe Hn3C 6Wq5 ZB3E vkUD fXgD ynZy xr4R u8kF 9Mfy";

test("a wrong key and a wrong passphrase are told apart", () => {
  expect(enterError(crypto("wrong-key"), KEY)).toBe(t("encryption.setup.wrongKey"));
  expect(enterError(crypto("wrong-key"), ` ${KEY.replaceAll(" ", "")} `)).toBe(t("encryption.setup.wrongKey"));
  expect(enterError(crypto("wrong-key"), "grey gulls over slow ferries")).toBe(t("encryption.setup.wrongPassphrase"));
  expect(enterError(crypto("malformed-key"), KEY)).toBe(t("encryption.setup.malformedKey"));
});

test("what is known has words of its own, the rest those of everywhere", () => {
  expect(setupError(crypto("identity-elsewhere"))).toBe(t("encryption.setup.elsewhere"));
  expect(setupError(crypto("constructor"))).toBe(t("errors.crypto"));
  expect(setupError({ kind: "offline" })).toBe(t("errors.offline"));
});
