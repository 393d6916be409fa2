/** What the next message is about: the timeline chooses it, the composer shows it and sends accordingly. */
import type { EventId } from "#api/ids.ts";
import type { Hue } from "#api/people.ts";

export type ComposerSubject =
  | {
      readonly kind: "reply";
      readonly eventId: EventId;
      readonly name: string;
      readonly hue: Hue;
      readonly text: string;
    }
  /** `markdown`: the words as they are now. */
  | {
      readonly kind: "edit";
      readonly eventId: EventId;
      readonly markdown: string;
      /** `caption`: the words beside a file, which may also be none. */
      readonly what: "text" | "caption";
    };
