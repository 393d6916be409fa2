import type { SdkError } from "./errors.ts";
import type { MxcUri } from "./ids.ts";
import type { Answer, EmailProof, Guarded } from "./uia.ts";

/** An e-mail address or phone number bound to the account (spec: third-party identifiers). */
export interface AccountAddress {
  readonly medium: "email" | "msisdn";
  /** A phone number has no `+`. */
  readonly address: string;
  /** Milliseconds since the epoch. */
  readonly addedAt: number | undefined;
}

/** One session of the own account. */
export interface OwnDevice {
  readonly deviceId: string;
  readonly name: string | undefined;
  /** Milliseconds since the epoch. */
  readonly lastSeen: number | undefined;
  readonly lastIp: string | undefined;
  readonly standing: "this" | "other";
}

export type OwnDevices =
  | { readonly state: "loading" }
  /** This session first, then the others, last seen first. */
  | { readonly state: "ready"; readonly devices: readonly OwnDevice[] }
  | { readonly state: "failed"; readonly error: SdkError };

/**
 * Where something about the account is done: in our own dialogs, on the account's page of an OAuth server
 * (`account.manageUrl`), or not at all on this server. What is `no` is not shown.
 */
export type Where = "here" | "account-page" | "no";

export interface AccountAbilities {
  readonly displayName: Where;
  readonly avatar: Where;
  readonly password: Where;
  /** Listing, adding and removing e-mail addresses. */
  readonly addresses: Where;
  readonly deactivate: Where;
  readonly signOutDevices: Where;
  readonly renameDevices: Where;
  /** True where the account has a page of its own. */
  readonly accountPage: "yes" | "no";
}

/** What an account's page can be opened at (spec: account management URL, `action`). */
export type ManageAction = "profile" | "devices" | "device" | "sign-out-device" | "deactivate" | "password";

declare module "./contract.ts" {
  interface Commands {
    /** Errors: `matrix` (`M_FORBIDDEN`: not allowed here, `M_TOO_LARGE`), `invalid` (`name`). Empty: the local part is shown. */
    "account.setDisplayName": { readonly args: { readonly name: string }; readonly result: undefined };
    /** Uploads the picture and shows it everywhere; without one the picture is taken away. */
    "account.setAvatar": {
      readonly args: { readonly picture: Blob | undefined };
      readonly result: { readonly avatar: MxcUri | undefined };
    };
    /**
     * `signOutOthers`: ends all other sessions. Once the password is changed that stands, whatever becomes of the others
     * (`failed`: they go on for now). Errors: `matrix` (`M_WEAK_PASSWORD`, …).
     */
    "account.changePassword": {
      readonly args: { readonly password: string; readonly signOutOthers: boolean; readonly answer?: Answer };
      readonly result: Guarded<{ readonly others: "kept" | "signed-out" | "failed" }>;
    };
    /** For ever. `erase`: the server also hides what was written from whoever comes later. Everything here is destroyed then. */
    "account.deactivate": {
      readonly args: { readonly erase: boolean; readonly answer?: Answer };
      readonly result: Guarded<undefined>;
    };
    "account.addresses": { readonly args: Record<never, never>; readonly result: readonly AccountAddress[] };
    /** Has a mail with a link sent to an address that is to be added. `again`: the proof of the mail before. */
    "account.requestEmail": {
      readonly args: { readonly email: string; readonly again?: EmailProof };
      readonly result: EmailProof;
    };
    /** Adds the address once the link was opened; until then `link-not-opened`. */
    "account.addEmail": {
      readonly args: { readonly proof: EmailProof; readonly answer?: Answer };
      readonly result: Guarded<"added" | "link-not-opened">;
    };
    "account.removeAddress": {
      readonly args: { readonly medium: "email" | "msisdn"; readonly address: string };
      readonly result: undefined;
    };
    "account.renameDevice": {
      readonly args: { readonly deviceId: string; readonly name: string };
      readonly result: undefined;
    };
    /** Ends sessions other than this one (that is `session.signOut`). */
    "account.signOutDevices": {
      readonly args: { readonly deviceIds: readonly string[]; readonly answer?: Answer };
      readonly result: Guarded<undefined>;
    };
    /** The account's own page, at what is to be done; `undefined` where the server has none. */
    "account.manageUrl": {
      readonly args: { readonly action?: ManageAction; readonly deviceId?: string };
      readonly result: string | undefined;
    };
    /** Asks the server for the sessions again. */
    "account.refreshDevices": { readonly args: Record<never, never>; readonly result: undefined };
  }
  interface ValueViews {
    /** The own sessions, asked for when somebody looks. */
    devices: { readonly params: Record<never, never>; readonly value: OwnDevices };
    /** What can be changed, as far as the server told; nothing before it did. */
    abilities: { readonly params: Record<never, never>; readonly value: AccountAbilities | undefined };
  }
}
