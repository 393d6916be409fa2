/** The answer of `GET /login`: ways of signing in, and the buttons of single sign-on. */
import { parseMxc } from "#api/ids.ts";
import type { IdentityProvider } from "#api/session.ts";
import { asString, isObject } from "#sdk/events/envelope.ts";

export interface LoginFlows {
  readonly flows: readonly string[];
  readonly identityProviders: readonly IdentityProvider[];
}

const MAX_PROVIDERS = 50;

export function parseLoginFlows(json: unknown): LoginFlows {
  const list: readonly unknown[] = isObject(json) && Array.isArray(json["flows"]) ? json["flows"] : [];
  const flows = list.filter(isObject).flatMap((flow) => (asString(flow["type"]) ? [flow] : []));
  const sso = flows.find((flow) => flow["type"] === "m.login.sso");
  const providers: readonly unknown[] = Array.isArray(sso?.["identity_providers"]) ? sso["identity_providers"] : [];
  return {
    flows: flows.flatMap((flow) => asString(flow["type"]) ?? []),
    identityProviders: providers.slice(0, MAX_PROVIDERS).flatMap((provider) => {
      if (!isObject(provider)) return [];
      const id = asString(provider["id"]);
      const name = asString(provider["name"])?.trim();
      // It becomes a part of a path.
      if (id === undefined || !/^[A-Za-z0-9._~-]{1,255}$/.test(id) || !name) return [];
      return [{ id, name: name.slice(0, 100), icon: parseMxc(provider["icon"]), brand: asString(provider["brand"]) }];
    }),
  };
}
