/** Mails with a link: what a server is asked to send, and the proof one holds afterwards. */
import { Failure } from "#api/errors.ts";
import type { EmailProof } from "#api/uia.ts";
import { asString, isObject } from "#sdk/events/envelope.ts";
import type { Http } from "./http.ts";
import { randomSecret } from "./pkce.ts";
import { webAddress } from "./uia.ts";

/** The same secret with a higher number has the mail sent once more. */
export async function requestEmail(
  http: Http,
  path: string,
  address: string,
  again: EmailProof | undefined,
): Promise<EmailProof> {
  const email = address.trim();
  if (!/^[^\s@]+@[^\s@]+$/.test(email))
    throw new Failure({ kind: "invalid", field: "email", reason: email === "" ? "empty" : "malformed" });
  const clientSecret = again?.clientSecret ?? randomSecret();
  const attempt = (again?.attempt ?? 0) + 1;
  const body = { client_secret: clientSecret, email, send_attempt: attempt };
  const json = await http.request({ method: "POST", path, auth: "none", body });
  const sid = isObject(json) ? asString(json["sid"]) : undefined;
  if (!isObject(json) || sid === undefined) throw new Failure({ kind: "offline" });
  return { clientSecret, sid, attempt, submitUrl: webAddress(json["submit_url"]) };
}
