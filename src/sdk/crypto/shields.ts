/** What the engine thinks of a sender, in our words. By the lax rule: an unverified person is no news. Pure. */
import type { ShieldState } from "@matrix-org/matrix-sdk-crypto-wasm";
import type { Shield } from "#api/encryption.ts";
import type { Wasm } from "./engine.ts";

export function readShield(wasm: Wasm, state: ShieldState): Shield | undefined {
  const { ShieldColor, ShieldStateCode } = wasm;
  if (state.color === ShieldColor.None) return undefined;
  const tone = state.color === ShieldColor.Red ? "red" : "grey";
  switch (state.code) {
    case ShieldStateCode.AuthenticityNotGuaranteed:
      return { tone, reason: "imported" };
    case ShieldStateCode.UnknownDevice:
      return { tone, reason: "unknown-device" };
    case ShieldStateCode.UnsignedDevice:
      return { tone, reason: "unsigned-device" };
    case ShieldStateCode.UnverifiedIdentity:
      return { tone, reason: "unverified-person" };
    case ShieldStateCode.VerificationViolation:
      return { tone, reason: "identity-changed" };
    case ShieldStateCode.MismatchedSender:
      return { tone, reason: "wrong-sender" };
    default:
      return { tone, reason: "unknown-device" };
  }
}
