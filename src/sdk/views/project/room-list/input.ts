import type { RoomId, UserId } from "#api/ids.ts";
import type { Section } from "#api/room-list.ts";
import type { SectionLayout } from "#sdk/account/section-layout.ts";
import type { SectionOrder } from "#sdk/account/sections.ts";
import type { Rooms } from "#sdk/rooms/rooms.ts";

/** Everything the list follows from. Names and pictures must follow from the record alone: they are kept per record. */
export interface RoomListInput {
  readonly me: UserId;
  readonly rooms: Pick<Rooms, "records" | "name" | "avatar" | "type">;
  /** Rooms silenced by push rules (`PushRules.muted`). */
  readonly muted: ReadonlySet<string>;
  /** Text of a message that could not be sent, newest first; undefined where all is well. */
  failedText(roomId: RoomId): string | undefined;
  draft(roomId: RoomId): string | undefined;
  /** Short names of others who are typing. */
  typing(roomId: RoomId): readonly string[];
  readonly collapsed: ReadonlySet<Section>;
  /** How sections are ordered and cut off, where it is not the usual way. */
  readonly layouts?: ReadonlyMap<Section, SectionLayout>;
  /** Sections of the user's own, those without rooms too. The same object until one of them changes. */
  readonly userSections?: SectionOrder;
  /** Sections shown in full, whatever their limit. */
  readonly expanded?: ReadonlySet<Section>;
  readonly filter: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}
