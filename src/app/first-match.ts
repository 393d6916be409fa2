import type { RoomId } from "#api/ids.ts";
import { callVerb } from "#client/use-verb.ts";

/** The room that a typed name means most likely, if any. */
export async function firstMatch(query: string): Promise<RoomId | undefined> {
  if (query.trim() === "") return undefined;
  const result = await callVerb("jump.search", { query: query.trim(), limit: 1 }, { onError: "caller" });
  const first = result.ok ? result.value[0] : undefined;
  return first?.kind === "room" ? first.roomId : undefined;
}
