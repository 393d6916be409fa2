export interface SignInServer {
  readonly name: string;
  readonly url: string;
}
export interface Mail {
  readonly to: string;
  readonly text: string;
}
export interface SignInServers {
  readonly open: SignInServer;
  readonly oauth: SignInServer;
  mails(to: string): Promise<readonly Mail[]>;
  close(): Promise<void>;
}
export declare const LIFETIME: number;
export declare const REGISTRATION_TOKEN: string;
export declare const SIGN_IN_SERVERS: { readonly open: SignInServer; readonly oauth: SignInServer };
export declare function signInServers(options?: {
  readonly which?: readonly ("open" | "oauth")[];
}): Promise<SignInServers>;
export declare function mails(to: string): Promise<readonly Mail[]>;
export declare function linkInMail(to: string, options?: { readonly after?: number }): Promise<string>;
