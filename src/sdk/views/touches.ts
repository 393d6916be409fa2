import type { RoomId } from "#api/ids.ts";
import type { ChangeKind, Changes } from "#sdk/store/writer.ts";

/** True if a commit touched one of these kinds in this room, or in no particular one. */
export function touchesRoom(changes: Changes, roomId: RoomId, kinds: readonly ChangeKind[]): boolean {
  return kinds.some((kind) => changes.kinds.has(kind) && (changes.rooms.get(kind)?.has(roomId) ?? true));
}

export function touches(changes: Changes, kinds: readonly ChangeKind[]): boolean {
  return kinds.some((kind) => changes.kinds.has(kind));
}
