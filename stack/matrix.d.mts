export type Json = Readonly<Record<string, unknown>>;
export interface MatrixEvent {
  readonly event_id: string;
  readonly type: string;
  readonly sender: string;
  readonly origin_server_ts: number;
  readonly state_key?: string;
  readonly content: Json;
  readonly unsigned?: Json;
}
export declare const CLIENT: string;
export declare class MatrixError extends Error {
  readonly status: number;
  readonly errcode: string | undefined;
  readonly body: unknown;
}
export interface RequestOptions {
  readonly token?: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
  readonly raw?: Uint8Array;
  readonly contentType?: string;
}
export declare function request(base: string, method: string, path: string, options?: RequestOptions): Promise<Json>;
export declare function adminRegister(
  base: string,
  username: string,
  password?: string,
  options?: { readonly admin?: boolean; readonly displayname?: string },
): Promise<{ readonly access_token: string; readonly user_id: string; readonly device_id: string }>;
export declare function signIn(
  base: string,
  user: string,
  password?: string,
  options?: { readonly deviceName?: string; readonly deviceId?: string },
): Promise<MatrixClient>;
export declare function newUser(
  base: string,
  username?: string,
  options?: { readonly admin?: boolean; readonly displayname?: string },
): Promise<MatrixClient>;
export declare function uniqueName(prefix: string): string;
export declare function actAs(base: string, userId: string): MatrixClient;
export declare function createClient(
  base: string,
  session: { readonly token: string; readonly userId: string; readonly deviceId?: string; readonly asUser?: string },
): MatrixClient;
export interface MatrixClient {
  readonly base: string;
  readonly token: string;
  readonly userId: string;
  readonly deviceId: string;
  call(method: string, path: string, body?: unknown, query?: RequestOptions["query"]): Promise<Json>;
  send(
    roomId: string,
    type: string,
    content: unknown,
    options?: { readonly ts?: number; readonly txnId?: string },
  ): Promise<string>;
  text(roomId: string, body: string, options?: { readonly ts?: number; readonly txnId?: string }): Promise<string>;
  state(
    roomId: string,
    type: string,
    content: unknown,
    options?: { readonly key?: string; readonly ts?: number },
  ): Promise<string>;
  getState(roomId: string, type: string, key?: string): Promise<Json>;
  create(options?: unknown): Promise<string>;
  join(roomIdOrAlias: string, via?: string): Promise<string>;
  invite(roomId: string, user: string): Promise<Json>;
  leave(roomId: string): Promise<Json>;
  kick(roomId: string, user: string, reason?: string): Promise<Json>;
  redact(roomId: string, eventId: string, reason?: string): Promise<string>;
  typing(roomId: string, typing?: boolean, timeout?: number): Promise<Json>;
  receipt(roomId: string, eventId: string, type?: string, body?: unknown): Promise<Json>;
  readMarkers(roomId: string, eventId: string): Promise<Json>;
  messages(
    roomId: string,
    options?: { readonly from?: string; readonly dir?: "b" | "f"; readonly limit?: number },
  ): Promise<{ readonly chunk: readonly MatrixEvent[]; readonly start: string; readonly end?: string }>;
  event(roomId: string, eventId: string): Promise<MatrixEvent>;
  members(roomId: string): Promise<{ readonly joined: Readonly<Record<string, { readonly display_name?: string }>> }>;
  accountData(type: string, content: unknown): Promise<Json>;
  getAccountData(type: string): Promise<Json>;
  tag(roomId: string, tag: string, order?: number): Promise<Json>;
  setDisplayName(name: string): Promise<Json>;
  setAvatar(mxc: string): Promise<Json>;
  upload(bytes: Uint8Array, contentType: string, filename?: string): Promise<string>;
  sync(options?: { readonly since?: string; readonly timeout?: number; readonly filter?: unknown }): Promise<Json>;
  slidingSync(body: unknown, options?: { readonly pos?: string; readonly timeout?: number }): Promise<Json>;
  logout(): Promise<Json>;
  logoutAll(): Promise<Json>;
}
