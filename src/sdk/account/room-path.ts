import type { RoomId } from "#api/ids.ts";

/** `/_matrix/client/v3/rooms/…`, every part encoded. */
export function roomPath(roomId: RoomId, ...rest: readonly string[]): string {
  return `/_matrix/client/v3/rooms/${[roomId, ...rest].map(encodeURIComponent).join("/")}`;
}
