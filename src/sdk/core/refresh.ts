/** New tokens for old, the way of Matrix (spec: Refreshing access tokens). */
import { Failure } from "#api/errors.ts";
import { createHttp } from "#sdk/net/create-http.ts";
import type { OAuthNet, TokenSet } from "#sdk/net/oauth.ts";
import { parseTokens } from "./stored-session.ts";

export async function refreshByMatrix(
  net: OAuthNet & { readonly baseUrl: string },
  refreshToken: string,
  signal: AbortSignal,
): Promise<TokenSet> {
  const http = createHttp({ ...net, token: () => undefined });
  const json = await http.request({
    method: "POST",
    path: "/_matrix/client/v3/refresh",
    auth: "none",
    signal,
    body: { refresh_token: refreshToken },
  });
  const next = parseTokens(json, net.clock.now());
  // Whatever answered is no homeserver (a captive portal).
  if (!next) throw new Failure({ kind: "offline" });
  return { ...next, refreshToken: next.refreshToken ?? refreshToken };
}
