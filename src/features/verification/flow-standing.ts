/** Where a verification stands for the window: an overdue one has ended, whether or not the engine has said so. */
import type { VerificationItem, VerificationPhase } from "#api/encryption.ts";

const TIMED_OUT: VerificationPhase = { phase: "cancelled", by: "them", reason: "timeout" };
const BROKEN_OFF: VerificationPhase = { phase: "cancelled", by: "them", reason: "other" };

export function isOver({ phase }: VerificationPhase): boolean {
  return phase === "done" || phase === "cancelled";
}

export function standingAt(item: VerificationItem, now: number): VerificationPhase {
  return item.until !== undefined && now >= item.until ? TIMED_OUT : item;
}

/** What remains to be shown of one that left the list: its end, or that nobody knows of it any more. */
export function lastStanding(item: VerificationItem): VerificationPhase {
  return isOver(item) ? item : BROKEN_OFF;
}
