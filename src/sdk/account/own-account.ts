/** What a signed-in account may do with itself: its profile, its sessions, its end. */
import type { OwnDevices } from "#api/account.ts";
import type { OAuthSession } from "#sdk/store/session-row.ts";

/** As it stands outside of rooms. */
export interface Profile {
  readonly displayName: string | undefined;
  readonly avatar: string | undefined;
}

export interface DeviceList {
  value(): OwnDevices;
  /** Asks the server; what was known stays until it answered. */
  refresh(): Promise<void>;
  subscribe(listener: () => void): () => void;
}

export interface OwnAccount {
  profile(): Profile;
  /** On disk and on screen once it resolves. */
  setProfile(profile: Profile): Promise<void>;
  readonly devices: DeviceList;
  readonly oauth: OAuthSession | undefined;
  /**
   * Does what may be the last thing of this account, and destroys what is here if it was. Meanwhile nobody else ends the
   * session: requests that find the account gone come second.
   */
  endingWith<T>(work: () => Promise<T>, isOver: (outcome: T) => boolean): Promise<T>;
}
