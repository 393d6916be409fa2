import type { EventId, RoomId } from "./ids.ts";

/** What the account may do about one type of event, as far as the room's power levels say. */
export interface EventPower {
  readonly own: number;
  readonly needed: number;
  readonly may: "yes" | "no";
}

/** State of a room by type: which keys there are. */
export interface StateType {
  readonly type: string;
  readonly keys: readonly string[];
}

export interface AccountDataEntry {
  readonly type: string;
  /** Indented JSON. */
  readonly json: string;
}

/** A message that waits, without its words. */
export interface OutboxSummary {
  readonly txnId: string;
  readonly roomId: string;
  readonly type: string;
  readonly state: string;
}

/** How this session stands with its server and its disk; nothing a person wrote is in it. */
export interface Diagnostics {
  readonly userId: string;
  readonly deviceId: string;
  readonly server: string;
  readonly protocol: "sliding" | "classic" | "unknown";
  /** Of sync, as the server named it. */
  readonly position: string | undefined;
  readonly connection: string;
  /** How many rooms sync asks for. */
  readonly window: number;
  readonly rooms: number;
  /** Rows by table of the store; undefined where the store can't count. */
  readonly rows: readonly { readonly table: string; readonly count: number }[];
  readonly outbox: readonly OutboxSummary[];
}

declare module "./contract.ts" {
  interface Commands {
    /** Types and keys of a room's whole state, asked of the server. */
    "devtools.stateTypes": { readonly args: { readonly roomId: RoomId }; readonly result: readonly StateType[] };
    /** A state event as the server has it (indented JSON), its content, and whether the account may change it. */
    "devtools.stateEvent": {
      readonly args: { readonly roomId: RoomId; readonly type: string; readonly stateKey: string };
      readonly result: { readonly json: string; readonly content: string; readonly power: EventPower };
    };
    /** Level of the account and level needed. */
    "devtools.power": {
      readonly args: { readonly roomId: RoomId; readonly type: string; readonly kind: "message" | "state" };
      readonly result: EventPower;
    };
    /**
     * Sends any event; with `stateKey` it is state. `content`: JSON of an object. It does not go through the send queue.
     * Errors: `invalid` (`content`, `type`), `matrix`.
     */
    "devtools.send": {
      readonly args: {
        readonly roomId: RoomId;
        readonly type: string;
        readonly stateKey: string | undefined;
        readonly content: string;
      };
      readonly result: { readonly eventId: EventId };
    };
    /** All account data the server has: of the account, or of a room. */
    "devtools.accountData": {
      readonly args: { readonly roomId: RoomId | undefined };
      readonly result: readonly AccountDataEntry[];
    };
    "devtools.setAccountData": {
      readonly args: { readonly roomId: RoomId | undefined; readonly type: string; readonly content: string };
      readonly result: undefined;
    };
    "devtools.diagnostics": { readonly args: Record<never, never>; readonly result: Diagnostics };
    /** Reads a room back as far as its unread count needs, and counts again. Answers with the count. */
    "devtools.recount": {
      readonly args: { readonly roomId: RoomId };
      readonly result: { readonly notify: number; readonly highlight: number; readonly bound: "exact" | "atLeast" };
    };
  }
}
