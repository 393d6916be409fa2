import type { SdkError } from "./errors.ts";
import type { UserId } from "./ids.ts";
import type { Person } from "./people.ts";

/** What discovery found behind a typed server name, Matrix ID or URL. */
export interface DiscoveredServer {
  /** Where the API is: https, or http on loopback; no trailing slash. */
  readonly baseUrl: string;
  /** The name people know the server by. */
  readonly serverName: string;
  /** Local part of the Matrix ID, if one was typed. */
  readonly user: string | undefined;
  /** Ways of signing in the server offers (`GET /login`). */
  readonly flows: readonly string[];
}

export type Session =
  /** The core is reading the disk. */
  | { readonly state: "opening" }
  | { readonly state: "signed-out"; readonly reason: "never" | "by-user" | "by-server" }
  | { readonly state: "signed-in"; readonly userId: UserId; readonly serverName: string; readonly me: Person };

/** Sync as a person would put it. */
export type Connection =
  | { readonly state: "connecting" }
  /** Everything up to now is here. */
  | { readonly state: "live" }
  /** `since`: milliseconds since the epoch of the first failure; `retryAt`: of the next try. */
  | {
      readonly state: "offline";
      readonly since: number;
      readonly retryAt: number | undefined;
      readonly error: SdkError;
    };

declare module "./contract.ts" {
  interface Commands {
    /**
     * Finds the server behind a server name, Matrix ID or URL (spec: Server discovery; `.well-known/matrix/client`, then
     * `/versions` and `/login`). Errors: `discovery`, `offline`, `invalid`.
     */
    "session.discover": { readonly args: { readonly input: string }; readonly result: DiscoveredServer };
    /** Signs in with a password (`m.login.password`). Errors: `matrix` (`M_FORBIDDEN`, `M_USER_DEACTIVATED`, …), `offline`. */
    "session.signIn": {
      readonly args: {
        readonly baseUrl: string;
        readonly serverName: string;
        readonly user: string;
        readonly password: string;
        readonly deviceName: string;
      };
      readonly result: { readonly userId: UserId };
    };
    /** Signs out on the server if it can be reached, and destroys all local data and keys in any case. Reaches all tabs. */
    "session.signOut": {
      readonly args: Record<never, never>;
      readonly result: { readonly server: "told" | "unreachable" };
    };
    /** Tries to connect now instead of at `retryAt`. */
    "session.reconnect": { readonly args: Record<never, never>; readonly result: undefined };
  }
  interface ValueViews {
    session: { readonly params: Record<never, never>; readonly value: Session };
    connection: { readonly params: Record<never, never>; readonly value: Connection };
    /** Sums for the tab title: rooms that want the user, and all unread messages. */
    badge: {
      readonly params: Record<never, never>;
      readonly value: { readonly forMe: number; readonly unread: number };
    };
  }
}
