/** Turns an expected failure into a sentence for a person. The code for those who help goes under "Details". */
import type { SdkError, SignInTrouble } from "#api/errors.ts";
import { t, type MessageKey } from "#lib/i18n/t.ts";

const BY_CODE: Readonly<Record<string, MessageKey>> = {
  M_FORBIDDEN: "errors.forbidden",
  M_NOT_FOUND: "errors.notFound",
  M_UNKNOWN_TOKEN: "errors.signedOut",
  M_MISSING_TOKEN: "errors.signedOut",
  M_USER_DEACTIVATED: "errors.deactivated",
  M_USER_LOCKED: "errors.locked",
  M_USER_SUSPENDED: "errors.suspended",
  M_TOO_LARGE: "errors.tooLarge",
  M_ROOM_IN_USE: "errors.addressTaken",
  M_INVITE_BLOCKED: "errors.inviteBlocked",
  M_UNSUPPORTED_ROOM_VERSION: "errors.roomVersion",
  M_INCOMPATIBLE_ROOM_VERSION: "errors.roomVersion",
  M_UNABLE_TO_AUTHORISE_JOIN: "errors.forbidden",
  M_RESOURCE_LIMIT_EXCEEDED: "errors.resourceLimit",
  M_BAD_ALIAS: "errors.badAddress",
  M_INVALID_USERNAME: "errors.badUserName",
  M_USER_IN_USE: "errors.userNameTaken",
  M_EXCLUSIVE: "errors.userNameReserved",
  M_WEAK_PASSWORD: "errors.weakPassword",
  M_PASSWORD_TOO_SHORT: "errors.passwordTooShort",
  M_PASSWORD_NO_DIGIT: "errors.passwordKinds",
  M_PASSWORD_NO_UPPERCASE: "errors.passwordKinds",
  M_PASSWORD_NO_LOWERCASE: "errors.passwordKinds",
  M_PASSWORD_NO_SYMBOL: "errors.passwordKinds",
  M_PASSWORD_IN_DICTIONARY: "errors.weakPassword",
  M_THREEPID_IN_USE: "errors.emailInUse",
  M_THREEPID_NOT_FOUND: "errors.emailUnknown",
  M_THREEPID_DENIED: "errors.emailDenied",
  M_THREEPID_MEDIUM_NOT_SUPPORTED: "errors.emailUnsupported",
};

const BY_CRYPTO_CODE: Readonly<Record<string, MessageKey>> = {
  "identity-violated": "encryption.room.error.identityViolated",
  "unsigned-device": "encryption.room.error.unsignedDevice",
  "not-verified": "encryption.room.error.notVerified",
  unavailable: "encryption.room.error.unavailable",
};

export function errorText(error: SdkError): string {
  switch (error.kind) {
    case "offline":
      return t("errors.offline");
    case "matrix": {
      if (error.errcode === "M_LIMIT_EXCEEDED" || error.status === 429) {
        return error.retryAfterMs === undefined
          ? t("errors.limited")
          : t("errors.limitedFor", { seconds: Math.max(1, Math.ceil(error.retryAfterMs / 1000)) });
      }
      const key = Object.hasOwn(BY_CODE, error.errcode) ? BY_CODE[error.errcode] : undefined;
      if (key) return t(key);
      return error.status >= 500 ? t("errors.serverTrouble") : t("errors.refused");
    }
    case "discovery":
      return discoveryText(error.reason);
    case "invalid":
      return invalidText(error.reason);
    case "storage":
      return error.code === "quota" ? t("errors.quota") : t("errors.storage");
    case "crypto":
      return t((Object.hasOwn(BY_CRYPTO_CODE, error.code) && BY_CRYPTO_CODE[error.code]) || "errors.crypto");
    case "signed-out":
      return t("errors.signedOut");
    case "sign-in":
      return signInText(error.reason);
    case "timeout":
      return t("errors.timeout");
    case "cancelled":
      return t("errors.cancelled");
    case "core-restarted":
      return t("errors.restarted");
    case "bug":
      return t("errors.bug");
  }
}

function discoveryText(reason: "invalid" | "unreachable" | "not-matrix" | "insecure"): string {
  switch (reason) {
    case "invalid":
      return t("errors.discoveryInvalid");
    case "unreachable":
      return t("errors.discoveryUnreachable");
    case "not-matrix":
      return t("errors.notMatrix");
    case "insecure":
      return t("errors.insecure");
  }
}

function signInText(reason: SignInTrouble): string {
  switch (reason) {
    case "unknown-attempt":
      return t("errors.signInUnknown");
    case "expired":
      return t("errors.signInExpired");
    case "other-user":
      return t("errors.signInOther");
    case "denied":
      return t("errors.signInDenied");
    case "refused":
      return t("errors.signInRefused");
    case "unsupported":
      return t("errors.signInUnsupported");
  }
}

function invalidText(reason: "empty" | "malformed" | "too-large" | "not-found"): string {
  switch (reason) {
    case "empty":
      return t("errors.empty");
    case "malformed":
      return t("errors.malformed");
    case "too-large":
      return t("errors.tooLarge");
    case "not-found":
      return t("errors.notFound");
  }
}

/** "M_FORBIDDEN, 403": what to tell somebody who helps; undefined where the sentence says it all. */
export function errorDetails(error: SdkError): string | undefined {
  switch (error.kind) {
    case "matrix":
      return error.message === ""
        ? `${error.errcode}, ${error.status}`
        : `${error.errcode}, ${error.status}: ${error.message}`;
    case "bug":
      return error.message;
    case "storage":
    case "crypto":
      return `${error.kind}, ${error.code}`;
    default:
      return undefined;
  }
}

/** True where trying the same thing again can help. */
export function canRetry(error: SdkError): boolean {
  switch (error.kind) {
    case "offline":
    case "timeout":
    case "core-restarted":
      return true;
    case "matrix":
      return error.status >= 500 || error.status === 429;
    default:
      return false;
  }
}
