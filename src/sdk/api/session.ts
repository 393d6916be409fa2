import type { SdkError } from "./errors.ts";
import type { MxcUri, UserId } from "./ids.ts";
import type { Person } from "./people.ts";
import type { Answer, EmailProof, Guarded } from "./uia.ts";

/** A button of "Continue with …" (spec: `m.login.sso`, `identity_providers`). */
export interface IdentityProvider {
  readonly id: string;
  readonly name: string;
  /** Needs no token (`/_matrix/media/v3/download`). */
  readonly icon: MxcUri | undefined;
  /** `google`, `github`, `gitlab`, `apple`, `facebook`, `twitter` or something else. */
  readonly brand: string | undefined;
}

/** What discovery found behind a typed server name, Matrix ID or URL. */
export interface DiscoveredServer {
  /** Where the API is: https, or http on loopback; no trailing slash. */
  readonly baseUrl: string;
  /** The name people know the server by. */
  readonly serverName: string;
  /** Local part of the Matrix ID, if one was typed. */
  readonly user: string | undefined;
  /** Ways of signing in the server offers (`GET /login`): `m.login.password`, `m.login.sso`, … */
  readonly flows: readonly string[];
  /** Of `m.login.sso`; empty where the server has one nameless way (the button then is "Continue with <server>"). */
  readonly identityProviders: readonly IdentityProvider[];
  /**
   * OAuth 2.0 (spec v1.15): where there is it, it comes first and `flows` may be empty. `create`: whether an account can
   * be asked for (`prompt=create`); `manageUrl`: the page of an account.
   */
  readonly oauth: { readonly create: "offered" | "unknown"; readonly manageUrl: string | undefined } | undefined;
  /** A password can be set anew by e-mail. Whether the server sends e-mails shows only when one is asked for. */
  readonly passwordReset: "possible" | "absent";
}

export type Session =
  /** The core is reading the disk. */
  | { readonly state: "opening" }
  | {
      readonly state: "signed-out";
      /** `deactivated`: by the person themselves, in the settings. */
      readonly reason: "never" | "by-user" | "by-server" | "deactivated";
      /** Messages that were not sent yet and are gone with the session. */
      readonly lost: number;
    }
  /**
   * The server ended the session but wants nothing thrown away (spec: Soft logout): rooms, drafts and unsent messages are
   * on disk, sealed, and nothing of them is shown until the same user signs in again (`session.signInAgain`, or the
   * `begin…` verbs). Whoever is somebody else must `session.forget` first.
   */
  | {
      readonly state: "soft-logged-out";
      readonly userId: UserId;
      readonly serverName: string;
      readonly baseUrl: string;
      readonly me: Person;
      /** Messages that wait to be sent. */
      readonly unsent: number;
      /** How this session was signed in: the way to offer first. */
      readonly signedInWith: SignInWay;
    }
  | { readonly state: "signed-in"; readonly userId: UserId; readonly serverName: string; readonly me: Person };

export type SignInWay = "password" | "sso" | "oauth";

/** What registering would ask for, before anything is typed. */
export type RegistrationOffer =
  /** `stages`: of the easiest flow, e.g. `m.login.email.identity`, `m.login.terms`. */
  | { readonly state: "open"; readonly stages: readonly string[]; readonly emailRequired: boolean }
  /** Closed, or only elsewhere (an OAuth server: `session.beginOAuth` with `action: "register"`). */
  | { readonly state: "closed" };

export type UsernameVerdict = "free" | "taken" | "malformed" | "reserved";

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
    /**
     * Begins single sign-on: answers where the window goes. The server comes back to `returnTo` (an address of ours
     * without fragment) with `?attempt=<nonce>&loginToken=<token>` in its query; those two are taken out of the address
     * before anything else and given to `session.finishSso`. The attempt lies in the store, so it survives the way there
     * and back. While soft-logged-out it signs in again, with the same device.
     */
    "session.beginSso": {
      readonly args: {
        readonly baseUrl: string;
        readonly serverName: string;
        readonly identityProvider?: string;
        readonly action: "login" | "register";
        readonly returnTo: string;
        readonly deviceName: string;
      };
      readonly result: { readonly url: string };
    };
    /**
     * Ends single sign-on. Only an attempt this browser began, in the last ten minutes, once, is good. Errors:
     * `sign-in` (`unknown-attempt`, `expired`, `other-user`), `matrix` (`M_FORBIDDEN`: token too old), `offline`.
     */
    "session.finishSso": {
      readonly args: { readonly nonce: string; readonly loginToken: string };
      readonly result: { readonly userId: UserId };
    };
    /**
     * Begins an OAuth 2.0 sign-in (authorization code with PKCE) and answers where the window goes. The server comes back
     * to `returnTo` (an address of ours, exactly as given, without fragment) with `#state=…&code=…` (or `#state=…&error=…`;
     * a server that knows no fragments puts them in the query). While soft-logged-out it signs in again, with the same
     * device. `clientUri`: the address of this deployment, shown by the server. Errors: `sign-in` (`unsupported`).
     */
    "session.beginOAuth": {
      readonly args: {
        readonly baseUrl: string;
        readonly serverName: string;
        readonly action: "login" | "register";
        readonly returnTo: string;
        readonly deviceName: string;
        readonly clientName: string;
        readonly clientUri: string;
        readonly logoUri?: string;
        readonly termsUri?: string;
        readonly policyUri?: string;
      };
      readonly result: { readonly url: string };
    };
    /**
     * Ends an OAuth 2.0 sign-in, under the same rules as `session.finishSso`. Errors: `sign-in` (also `denied`: the person
     * said no there, `refused`: the server did), `matrix`, `offline`.
     */
    "session.finishOAuth": {
      readonly args: { readonly state: string } & ({ readonly code: string } | { readonly error: string });
      readonly result: { readonly userId: UserId };
    };
    /** Whether and how a server takes new accounts. */
    "session.registrationOffer": { readonly args: { readonly baseUrl: string }; readonly result: RegistrationOffer };
    /** Whether a user name (local part) can be had. Errors: `matrix`, `offline`. */
    "session.checkUsername": {
      readonly args: { readonly baseUrl: string; readonly username: string };
      readonly result: UsernameVerdict;
    };
    /**
     * Makes an account and signs in to it. The first call has no `answer`; each challenge is answered by calling again
     * with the same arguments. Errors: `matrix` (`M_USER_IN_USE`, `M_INVALID_USERNAME`, `M_EXCLUSIVE`, `M_WEAK_PASSWORD`,
     * `M_FORBIDDEN` closed, …), `offline`.
     */
    "session.register": {
      readonly args: {
        readonly baseUrl: string;
        readonly username: string;
        readonly password: string;
        readonly deviceName: string;
        readonly answer?: Answer;
      };
      readonly result: Guarded<{ readonly userId: UserId }>;
    };
    /**
     * Has the server send a mail with a link, to register or to set a new password. `again`: the proof of the mail before,
     * to have it sent once more. Errors: `matrix` (`M_THREEPID_NOT_FOUND`, `M_THREEPID_IN_USE`, `M_THREEPID_DENIED`,
     * `M_THREEPID_MEDIUM_NOT_SUPPORTED`, …).
     */
    "session.requestEmail": {
      readonly args: {
        readonly baseUrl: string;
        readonly purpose: "register" | "reset-password";
        readonly email: string;
        readonly again?: EmailProof;
      };
      readonly result: EmailProof;
    };
    /** Sets a new password once the link in the mail was opened; until then `link-not-opened`. */
    "session.resetPassword": {
      readonly args: {
        readonly baseUrl: string;
        readonly proof: EmailProof;
        readonly password: string;
        /** Ends all sessions; what only they could decrypt is lost with them. */
        readonly signOutEverywhere: boolean;
      };
      readonly result: "done" | "link-not-opened";
    };
    /**
     * Signs the soft-logged-out user in again with their password: same device, all that was kept comes back. Errors:
     * `matrix` (`M_FORBIDDEN`, `M_USER_DEACTIVATED`), `sign-in` (`other-user`), `offline`.
     */
    "session.signInAgain": {
      readonly args: { readonly password: string };
      readonly result: { readonly userId: UserId };
    };
    /** Destroys what a soft logout kept. */
    "session.forget": { readonly args: Record<never, never>; readonly result: undefined };
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
