import type { MatrixClient } from "../../stack/matrix.mjs";

/** Bodies of a room's messages as the server has them, oldest first. */
export async function bodiesOf(client: MatrixClient, roomId: string, limit = 200): Promise<string[]> {
  const { chunk } = await client.messages(roomId, { limit });
  return chunk
    .filter((event) => event.type === "m.room.message")
    .map((event) => String(event.content["body"]))
    .toReversed();
}

/** `name 1.`, `name 2.` … */
export function numbered(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${name} ${i + 1}.`);
}
