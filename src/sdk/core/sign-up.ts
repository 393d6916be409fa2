/** Everything about an account that one can do without being in it: make one, and get back in without the password. */
import { Failure } from "#api/errors.ts";
import type { ArgsOf, ResultOf } from "#api/contract.ts";
import type { RegistrationOffer, UsernameVerdict } from "#api/session.ts";
import { stagesAhead, type EmailProof, type Guarded } from "#api/uia.ts";
import type {} from "#api/all.ts";
import type { StoredSession } from "#sdk/store/session-row.ts";
import { isObject } from "#sdk/events/envelope.ts";
import { createHttp } from "#sdk/net/create-http.ts";
import { parseBaseUrl } from "#sdk/net/discovery.ts";
import { requestEmail } from "#sdk/net/email.ts";
import type { Http } from "#sdk/net/http.ts";
import type { OAuthNet } from "#sdk/net/oauth.ts";
import { guarded, parseChallenge } from "#sdk/net/uia.ts";
import { sessionOf } from "./sign-in.ts";

const REGISTER = "/_matrix/client/v3/register";
const EMAIL = "m.login.email.identity";

export interface SignUp {
  offer(args: ArgsOf<"session.registrationOffer">): Promise<RegistrationOffer>;
  checkUsername(args: ArgsOf<"session.checkUsername">): Promise<UsernameVerdict>;
  register(args: ArgsOf<"session.register">, signal: AbortSignal): Promise<Guarded<StoredSession>>;
  requestEmail(args: ArgsOf<"session.requestEmail">): Promise<EmailProof>;
  resetPassword(args: ArgsOf<"session.resetPassword">): Promise<ResultOf<"session.resetPassword">>;
}

export function createSignUp(net: OAuthNet): SignUp {
  const httpTo = (baseUrl: string): Http =>
    createHttp({ ...net, baseUrl: parseBaseUrl(baseUrl), token: () => undefined });

  return {
    async offer({ baseUrl }) {
      const http = httpTo(baseUrl);
      try {
        const json = await http.request({
          method: "POST",
          path: REGISTER,
          auth: "none",
          body: {},
          challenge: "return",
        });
        if (!isObject(json) || !Array.isArray(json["flows"])) return { state: "closed" };
        const challenge = parseChallenge(json, http.baseUrl, []);
        if (challenge.flows.length === 0) return { state: "closed" };
        const emailRequired = challenge.flows.every((flow) => flow.includes(EMAIL));
        return { state: "open", stages: stagesAhead(challenge), emailRequired };
      } catch (cause) {
        const closed = cause instanceof Failure && cause.error.kind === "matrix" && isRefusal(cause.error.status);
        if (closed) return { state: "closed" };
        throw cause;
      }
    },
    async checkUsername({ baseUrl, username }) {
      const path = `${REGISTER}/available`;
      try {
        await httpTo(baseUrl).request({ method: "GET", path, auth: "none", query: { username } });
        return "free";
      } catch (cause) {
        if (!(cause instanceof Failure) || cause.error.kind !== "matrix") throw cause;
        switch (cause.error.errcode) {
          case "M_USER_IN_USE":
            return "taken";
          case "M_INVALID_USERNAME":
            return "malformed";
          case "M_EXCLUSIVE":
            return "reserved";
          default:
            throw cause;
        }
      }
    },
    async register(args, signal) {
      const http = httpTo(args.baseUrl);
      const { username, password, deviceName, answer } = args;
      const body = { username, password, initial_device_display_name: deviceName, refresh_token: true };
      const request = { method: "POST", path: REGISTER, auth: "none", body, signal } as const;
      return guarded(http, { request, answer }, (json) => sessionOf(net, http.baseUrl, "password", json));
    },
    requestEmail({ baseUrl, purpose, email, again }) {
      const path = purpose === "register" ? `${REGISTER}/email` : "/_matrix/client/v3/account/password/email";
      return requestEmail(httpTo(baseUrl), `${path}/requestToken`, email, again);
    },
    async resetPassword({ baseUrl, proof, password, signOutEverywhere }) {
      const request = {
        method: "POST",
        path: "/_matrix/client/v3/account/password",
        auth: "none",
        body: { new_password: password, logout_devices: signOutEverywhere },
      } as const;
      const answer = { stage: EMAIL, session: undefined, proof } as const;
      try {
        const outcome = await guarded(httpTo(baseUrl), { request, answer }, () => undefined);
        return outcome.state === "done" ? "done" : "link-not-opened";
      } catch (cause) {
        if (cause instanceof Failure && cause.error.kind === "matrix" && cause.error.status === 401)
          return "link-not-opened";
        throw cause;
      }
    },
  };
}

/** The server takes no new accounts, or not by this way. */
function isRefusal(status: number): boolean {
  return status === 400 || status === 401 || status === 403 || status === 404 || status === 405;
}
