/** What can be done with a room in the list, with words for a server that refuses or is away. */
import type { Result, SdkError } from "#api/errors.ts";
import type { RoomId } from "#api/ids.ts";
import type { PlaceTag, UserSection } from "#api/room-list.ts";
import type { Asked } from "#api/rooms.ts";
import { showToast } from "#client/ui-store.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { errorText } from "#ui/error-text.ts";

/** `edge`: there was nothing to move past. */
type Outcome = Asked | { readonly outcome: "edge" };

function isWorthTelling(error: SdkError): boolean {
  return error.kind !== "cancelled" && error.kind !== "signed-out";
}

async function told(asked: Promise<Result<Outcome>>, name: string): Promise<void> {
  const result = await asked;
  if (!result.ok) {
    if (isWorthTelling(result.error)) showToast({ text: t("roomList.undone", { name, why: errorText(result.error) }) });
    return;
  }
  if (result.value.outcome === "kept") showToast({ text: t("roomList.kept") });
}

const OWN_WORDS = { onError: "caller" } as const;

export type Place = "favourites" | "lowPriority" | "rest" | UserSection;

export function moveRoom(roomId: RoomId, name: string, to: Place, before?: RoomId): void {
  void told(callVerb("roomList.move", { roomId, to, before }, OWN_WORDS), name);
}

/** Into a section, at no place in particular. */
export function tagRoom(roomId: RoomId, name: string, tag: PlaceTag): void {
  void told(callVerb("room.setTag", { roomId, tag, order: undefined }, OWN_WORDS), name);
}

/** The server forgets the room; asked once, so a failure has the usual words. */
export function dismissRoom(roomId: RoomId): void {
  void callVerb("roomList.dismiss", { roomId });
}

export function stepRoom(roomId: RoomId, name: string, step: "up" | "down"): void {
  void told(callVerb("roomList.step", { roomId, step }, OWN_WORDS), name);
}

export function markRead(roomId: RoomId, name: string): void {
  void told(callVerb("room.markAllRead", { roomId }, OWN_WORDS), name);
}

export function markUnread(roomId: RoomId, name: string): void {
  void told(callVerb("room.markUnread", { roomId, state: "marked" }, OWN_WORDS), name);
}
