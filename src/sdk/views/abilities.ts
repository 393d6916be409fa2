/**
 * What can be changed about the account: the server's capabilities (spec: Capabilities negotiation; what is not named is
 * allowed), and what an OAuth server keeps to its own page. Asked for when somebody looks, and again when it failed.
 */
import type { AccountAbilities, Where } from "#api/account.ts";
import { Failure } from "#api/errors.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { isObject } from "#sdk/events/envelope.ts";
import type { OpenValueView } from "./view.ts";

export function openAbilitiesView(
  { http, session, log }: AccountContext,
  refresh: () => void,
): OpenValueView<Record<never, never>, AccountAbilities | undefined> {
  let known: AccountAbilities | undefined;
  let asking: "yes" | "no" = "no";
  const stopping = new AbortController();

  async function ask(): Promise<void> {
    asking = "yes";
    try {
      const request = { method: "GET", path: "/_matrix/client/v3/capabilities", signal: stopping.signal } as const;
      known = parseAbilities(await http.request(request), session.oauth);
      refresh();
    } catch (cause) {
      if (!(cause instanceof Failure)) log.error("capabilities were not read", cause);
    } finally {
      asking = "no";
    }
  }

  void ask();
  return {
    compute: () => known,
    update: () => undefined,
    affectedBy: ({ kinds }) => {
      // The connection is back: what failed before may be answered now.
      if (kinds.has("connection") && !known && asking === "no") void ask();
      return false;
    },
    close: () => stopping.abort(),
  };
}

export function parseAbilities(json: unknown, oauth: { readonly manageUrl?: string } | undefined): AccountAbilities {
  const capabilities = isObject(json) && isObject(json["capabilities"]) ? json["capabilities"] : {};
  const allowed = (name: string): boolean => {
    const capability = Object.hasOwn(capabilities, name) ? capabilities[name] : undefined;
    return !isObject(capability) || capability["enabled"] !== false;
  };
  const profile = (field: string): boolean => {
    const fields = capabilities["m.profile_fields"];
    if (!isObject(fields)) return true;
    if (fields["enabled"] === false) return false;
    const list = fields["allowed"] ?? undefined;
    if (Array.isArray(list)) return list.includes(field);
    return !(Array.isArray(fields["disallowed"]) && fields["disallowed"].includes(field));
  };
  const page: Where = oauth?.manageUrl === undefined ? "no" : "account-page";
  // An OAuth server answers these itself, on its page.
  const delegated = (can: boolean): Where => (oauth ? page : can ? "here" : "no");
  const here = (can: boolean): Where => (can ? "here" : "no");
  return {
    displayName: here(allowed("m.set_displayname") && profile("displayname")),
    avatar: here(allowed("m.set_avatar_url") && profile("avatar_url")),
    password: delegated(allowed("m.change_password")),
    addresses: delegated(allowed("m.3pid_changes")),
    deactivate: delegated(true),
    signOutDevices: delegated(true),
    renameDevices: oauth ? "no" : "here",
    accountPage: page === "no" ? "no" : "yes",
  };
}
