import type { SdkError } from "#api/errors.ts";
import { retryClass } from "#sdk/net/retry.ts";

/** What a failed attempt means for the item and for the rest of the queue. */
export type Verdict =
  /** Nobody answered; worth a new try as soon as the connection is back. */
  | { readonly kind: "unreachable" }
  /** The server is unwell; try again later, keep the order. */
  | { readonly kind: "unwell" }
  /** The server asks the whole account to wait. */
  | { readonly kind: "limited" }
  /** Nothing can be sent any more: no token, or the store belongs to somebody else. */
  | { readonly kind: "halt" }
  /** This item will never get through as it is. */
  | { readonly kind: "refused" };

export function judge(error: SdkError): Verdict {
  switch (retryClass(error)) {
    case "offline":
    case "timeout":
      return { kind: "unreachable" };
    case "limited":
      return { kind: "limited" };
    case "server":
      return { kind: "unwell" };
    case undefined:
      break;
  }
  if (error.kind === "signed-out" || (error.kind === "matrix" && error.status === 401)) return { kind: "halt" };
  if (error.kind === "storage" && error.code === "lost") return { kind: "halt" };
  // A disk that is full may have room again: what is queued waits.
  if (error.kind === "storage" && error.code === "quota") return { kind: "unwell" };
  // A request of ours that something else cut short.
  if (error.kind === "cancelled" || error.kind === "core-restarted") return { kind: "unreachable" };
  if (error.kind === "matrix" && error.status === 408) return { kind: "unwell" };
  return { kind: "refused" };
}
