import type { DiscoveredServer } from "#api/session.ts";

/** Signing in on a page of the server. */
export type Way = { readonly kind: "oauth" } | { readonly kind: "sso"; readonly provider: string | undefined };

/** The way a server wants people to take where no button was pressed. */
export function firstWay(server: DiscoveredServer): Way | undefined {
  if (server.oauth) return { kind: "oauth" };
  return server.flows.includes("m.login.sso") ? { kind: "sso", provider: undefined } : undefined;
}
