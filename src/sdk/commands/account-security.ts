/** What the server wants to be sure about (password, addresses, the end of the account), and what only its own page does. */
import type { AccountAddress } from "#api/account.ts";
import { Failure } from "#api/errors.ts";
import type { Guarded } from "#api/uia.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { parseDevices } from "#sdk/account/own-devices.ts";
import { asString, isObject } from "#sdk/events/envelope.ts";
import { accountPageUrl } from "#sdk/net/account-page.ts";
import { requestEmail } from "#sdk/net/email.ts";
import { guarded } from "#sdk/net/uia.ts";
import type { HandlersOf } from "./account-verbs.ts";

const ACCOUNT = "/_matrix/client/v3/account";

type SecurityVerb =
  | "account.changePassword"
  | "account.deactivate"
  | "account.addresses"
  | "account.requestEmail"
  | "account.addEmail"
  | "account.removeAddress"
  | "account.manageUrl";

export function accountSecurityCommands(ctx: AccountContext): HandlersOf<SecurityVerb> {
  const { http, own, session } = ctx;
  const { userId } = session;

  return {
    "account.changePassword": async ({ password, signOutOthers, answer }, { signal }) => {
      // Not `logout_devices: true`: with refresh tokens Synapse then ends this session too, and all here would be lost.
      const body = { new_password: password, logout_devices: false };
      const request = { method: "POST", path: `${ACCOUNT}/password`, body, signal } as const;
      const outcome = await guarded(http, { request, answer, userId }, () => undefined);
      if (outcome.state === "challenge") return outcome;
      const others = signOutOthers ? await signOutOthersWith(ctx, password, signal) : "kept";
      return { state: "done", value: { others } };
    },
    "account.deactivate": ({ erase, answer }, { signal }) => {
      const request = { method: "POST", path: `${ACCOUNT}/deactivate`, body: { erase }, signal } as const;
      const ask = (): Promise<Guarded<undefined>> => guarded(http, { request, answer, userId }, () => undefined);
      return own ? own.endingWith(ask, ({ state }) => state === "done") : ask();
    },
    "account.addresses": async (_args, { signal }) =>
      parseAddresses(await http.request({ method: "GET", path: `${ACCOUNT}/3pid`, signal })),
    "account.requestEmail": ({ email, again }) =>
      requestEmail(http, `${ACCOUNT}/3pid/email/requestToken`, email, again),
    "account.addEmail": async ({ proof, answer }, { signal }) => {
      const body = { sid: proof.sid, client_secret: proof.clientSecret };
      const request = { method: "POST", path: `${ACCOUNT}/3pid/add`, body, signal } as const;
      try {
        return await guarded(http, { request, answer, userId }, () => "added" as const);
      } catch (cause) {
        const waiting = cause instanceof Failure && cause.error.kind === "matrix" && isUnopened(cause.error.errcode);
        if (waiting) return { state: "done", value: "link-not-opened" };
        throw cause;
      }
    },
    "account.removeAddress": async ({ medium, address }, { signal }) => {
      await http.request({ method: "POST", path: `${ACCOUNT}/3pid/delete`, body: { medium, address }, signal });
      return undefined;
    },
    "account.manageUrl": async ({ action, deviceId }) => {
      const { oauth } = session;
      if (oauth?.manageUrl === undefined) return undefined;
      return accountPageUrl({ url: oauth.manageUrl, actions: oauth.manageActions ?? [] }, action, deviceId);
    },
  };
}

/** Ends all other sessions; the password that was just set answers for it. Its failure does not undo the new password. */
async function signOutOthersWith(
  { http, own, session, log }: AccountContext,
  password: string,
  signal: AbortSignal,
): Promise<"signed-out" | "failed"> {
  const { userId, deviceId } = session;
  try {
    const json = await http.request({ method: "GET", path: "/_matrix/client/v3/devices", signal });
    const devices = parseDevices(json, deviceId).flatMap((one) => (one.standing === "other" ? [one.deviceId] : []));
    if (devices.length === 0) return "signed-out";
    const path = "/_matrix/client/v3/delete_devices";
    const request = { method: "POST", path, body: { devices }, signal } as const;
    let outcome = await guarded(http, { request, answer: undefined, userId }, () => undefined);
    if (outcome.state === "challenge") {
      const answer = { stage: "m.login.password", session: outcome.challenge.session, password } as const;
      outcome = await guarded(http, { request, answer, userId }, () => undefined);
    }
    await own?.devices.refresh();
    return outcome.state === "done" ? "signed-out" : "failed";
  } catch (cause) {
    if (!(cause instanceof Failure)) throw cause;
    log.info("the other sessions go on after the change of password", cause.error);
    return "failed";
  }
}

/** The link in the mail was not opened yet. */
function isUnopened(errcode: string): boolean {
  return errcode === "M_THREEPID_AUTH_FAILED" || errcode === "M_SESSION_NOT_VALIDATED";
}

export function parseAddresses(json: unknown): readonly AccountAddress[] {
  const list: readonly unknown[] = isObject(json) && Array.isArray(json["threepids"]) ? json["threepids"] : [];
  return list.flatMap((item): readonly AccountAddress[] => {
    if (!isObject(item)) return [];
    const medium = item["medium"];
    const address = asString(item["address"]);
    if ((medium !== "email" && medium !== "msisdn") || address === undefined) return [];
    const added = item["added_at"];
    return [{ medium, address: address.slice(0, 320), addedAt: typeof added === "number" ? added : undefined }];
  });
}
