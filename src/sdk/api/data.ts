/** What is kept on this device for the account, by kind. Sizes are of the contents, before the store seals them. */
export interface KeptData {
  readonly messages: Kept;
  /** Rooms, their members and settings, who read what. */
  readonly rooms: Kept;
  /** Messages begun but not sent. */
  readonly drafts: Kept;
  /** Messages and files on their way out. */
  readonly waiting: Kept;
}

export interface Kept {
  readonly count: number;
  readonly bytes: number;
}

declare module "./contract.ts" {
  interface Commands {
    /** Counts what is kept here; takes a while where much is. */
    "data.usage": { readonly args: Record<never, never>; readonly result: KeptData };
    /**
     * Forgets messages and rooms, which come again from the server; never drafts, what waits to be sent, settings or keys.
     * The core is of no use afterwards: all tabs must reload. Errors: `offline` (they could not come again, or the server
     * has not heard of everything yet).
     */
    "data.clearHistory": { readonly args: Record<never, never>; readonly result: undefined };
  }
}
