import type { EventId, RoomAlias, RoomId } from "./ids.ts";
import type { MatrixTarget } from "./rich-text.ts";

/** Where a message stands that somebody followed a link to. */
export type Located =
  /** It is loaded; `eventId` is the row that shows it (an edit, say, is shown by what it edits). */
  | { readonly outcome: "found"; readonly eventId: EventId }
  /** It belongs to another room the account is in. */
  | { readonly outcome: "elsewhere"; readonly roomId: RoomId }
  /** `forbidden`: the server has it and does not show it; `unknown`: it does not have it, or does not say. */
  | { readonly outcome: "missing"; readonly why: "forbidden" | "unknown" };

declare module "./contract.ts" {
  interface Commands {
    /** Loads a message and what was said around it into the room's timeline. Errors: those of the connection. */
    "timeline.locate": {
      readonly args: { readonly roomId: RoomId; readonly eventId: EventId };
      readonly result: Located;
    };
    /** Reads a matrix.to, `matrix:`, `web+matrix:` or web client link, a user id, room id or address. */
    "link.read": { readonly args: { readonly link: string }; readonly result: MatrixTarget | undefined };
    /** Asks to be let into a room; an empty reason is none. Errors: `matrix`. */
    "room.knock": {
      readonly args: {
        readonly room: RoomId | RoomAlias;
        readonly via: readonly string[];
        readonly reason: string;
      };
      readonly result: { readonly roomId: RoomId };
    };
  }
}
