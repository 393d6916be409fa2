/** Who took the user out of a room, and why: follows from the own member event, for as long as the record is kept. Pure. */
import type { UserId } from "#api/ids.ts";
import type { RoomRecord } from "./room-record.ts";

export interface Removal {
  readonly how: "kicked" | "banned";
  readonly by: UserId;
  readonly reason: string | undefined;
}

const LONGEST_REASON = 200;

/** `undefined` where the user is in, left on their own, or never came in (an invite that was taken back). */
export function removalOf({ membership, ownMember }: RoomRecord): Removal | undefined {
  if (membership !== "leave" && membership !== "ban") return undefined;
  if (!ownMember || ownMember.sender === ownMember.stateKey || ownMember.content["membership"] !== membership)
    return undefined;
  if (membership === "leave" && ownMember.prevContent?.["membership"] !== "join") return undefined;
  const reason = ownMember.content["reason"];
  const words = typeof reason === "string" ? reason.replaceAll(/\s+/g, " ").trim().slice(0, LONGEST_REASON) : "";
  return {
    how: membership === "ban" ? "banned" : "kicked",
    by: ownMember.sender,
    reason: words === "" ? undefined : words,
  };
}
