import type { EventId, MxcUri, RoomAlias, RoomId, UserId } from "./ids.ts";

/** Elements that carry nothing but their children (spec: m.room.message, allowed HTML). */
export type RichTag =
  | "p"
  | "div"
  | "strong"
  | "em"
  | "u"
  | "del"
  | "sup"
  | "sub"
  | "code"
  | "blockquote"
  | "h1"
  | "h2"
  | "h3"
  | "h4"
  | "h5"
  | "h6"
  | "table"
  | "thead"
  | "tbody"
  | "tr"
  | "th"
  | "td"
  | "caption"
  | "details"
  | "summary"
  | "li";

/** Where a pill or a Matrix link leads. `via` names servers that can help to join. */
export type MatrixTarget =
  | { readonly kind: "user"; readonly userId: UserId }
  | { readonly kind: "room"; readonly room: RoomId | RoomAlias; readonly via: readonly string[] }
  | {
      readonly kind: "event";
      readonly room: RoomId | RoomAlias;
      readonly eventId: EventId;
      readonly via: readonly string[];
    };

/** A message body as a tree that can say nothing dangerous. The window draws it; it never sees HTML. */
export type RichNode =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "element"; readonly tag: RichTag; readonly children: readonly RichNode[] }
  | {
      readonly kind: "list";
      readonly order: "ordered" | "bullet";
      readonly start: number;
      readonly children: readonly RichNode[];
    }
  | { readonly kind: "break" }
  | { readonly kind: "rule" }
  /** `href` is http, https or mailto; nothing else gets this far. */
  | { readonly kind: "link"; readonly href: string; readonly children: readonly RichNode[] }
  | {
      readonly kind: "pill";
      readonly target: MatrixTarget;
      readonly label: string;
      /** `me`: it names the signed-in user. */
      readonly whom: "me" | "other";
    }
  | { readonly kind: "codeBlock"; readonly language: string | undefined; readonly text: string }
  | {
      readonly kind: "colour";
      /** `#rrggbb` */
      readonly text: string | undefined;
      readonly ground: string | undefined;
      readonly children: readonly RichNode[];
    }
  | { readonly kind: "spoiler"; readonly reason: string | undefined; readonly children: readonly RichNode[] }
  | { readonly kind: "maths"; readonly tex: string; readonly display: "inline" | "block" }
  | { readonly kind: "image"; readonly mxc: MxcUri; readonly alt: string; readonly height: number }
  /** The signed-in user's name or a keyword in plain text. */
  | { readonly kind: "mark"; readonly text: string };
