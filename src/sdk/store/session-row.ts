/** The signed-in session as it lies on disk. */
import type { UserId } from "#api/ids.ts";
import type { SignInWay } from "#api/session.ts";

export interface StoredSession {
  readonly userId: UserId;
  readonly deviceId: string;
  readonly accessToken: string;
  readonly baseUrl: string;
  readonly serverName: string;
  /** Missing where the access token does not end. */
  readonly refreshToken?: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt?: number;
  /** How it was signed in; missing in sessions of before there were several ways. */
  readonly way?: SignInWay;
  /** Where tokens of an OAuth session are renewed and revoked. */
  readonly oauth?: OAuthSession;
  /** After a soft logout: there is no token any more, everything else waits. */
  readonly ended?: "softly";
}

export interface OAuthSession {
  readonly issuer: string;
  readonly clientId: string;
  readonly tokenEndpoint: string;
  readonly revocationEndpoint?: string;
  readonly manageUrl?: string;
  readonly manageActions?: readonly string[];
}
