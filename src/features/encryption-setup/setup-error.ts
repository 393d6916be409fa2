/** Puts what may go wrong with keys into words; everything else is said as everywhere. */
import type { SdkError } from "#api/errors.ts";
import { t, type MessageKey } from "#lib/i18n/t.ts";
import { errorText } from "#ui/error-text.ts";

const BY_CODE: Readonly<Record<string, MessageKey>> = {
  "wrong-key": "encryption.setup.wrongPassphrase",
  "malformed-key": "encryption.setup.malformedKey",
  "no-storage": "encryption.setup.noStorage",
  corrupt: "encryption.setup.corrupt",
  "identity-elsewhere": "encryption.setup.elsewhere",
  "secrets-missing": "encryption.setup.secretsMissing",
  unavailable: "encryption.settings.unavailable",
};

export function setupError(error: SdkError): string {
  const key = error.kind === "crypto" && Object.hasOwn(BY_CODE, error.code) ? BY_CODE[error.code] : undefined;
  return key ? t(key) : errorText(error);
}

/** What is wrong with what was typed as a key. */
export function enterError(error: SdkError, typed: string): string {
  if (error.kind === "crypto" && error.code === "wrong-key" && looksLikeKey(typed))
    return t("encryption.setup.wrongKey");
  return setupError(error);
}

/** As recovery keys begin, and about as long. */
function looksLikeKey(typed: string): boolean {
  return /^Es[1-9A-Za-z]{42,50}$/.test(typed.replaceAll(/\s/g, ""));
}
