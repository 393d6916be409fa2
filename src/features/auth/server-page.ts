/** Leaves for the server's own sign-in page; the way back is `#client/arrival.ts`. */
import type { SdkError } from "#api/errors.ts";
import type { DiscoveredServer } from "#api/session.ts";
import { rememberPlace } from "#client/arrival.ts";
import type { Config } from "#client/config.ts";
import { callVerb } from "#client/use-verb.ts";
import { sessionName } from "./door-context.ts";
import type { Way } from "./way.ts";

export interface LeaveOptions {
  readonly server: Pick<DiscoveredServer, "baseUrl" | "serverName">;
  readonly way: Way;
  readonly action: "login" | "register";
  readonly config: Config;
}

/** Resolves to what went wrong; otherwise the window is on its way. */
export async function leaveForServer({ server, way, action, config }: LeaveOptions): Promise<SdkError | undefined> {
  const here = location.origin + location.pathname;
  const common = {
    baseUrl: server.baseUrl,
    serverName: server.serverName,
    action,
    returnTo: here,
    deviceName: sessionName(config),
  };
  const addressOf = (kind: "terms" | "privacy") => config.documents.find((one) => one.kind === kind)?.url;
  const terms = addressOf("terms");
  const privacy = addressOf("privacy");
  const result =
    way.kind === "oauth"
      ? await callVerb(
          "session.beginOAuth",
          {
            ...common,
            clientName: config.brand,
            clientUri: here,
            logoUri: new URL("./icon-192.png", document.baseURI).href,
            ...(terms === undefined ? {} : { termsUri: terms }),
            ...(privacy === undefined ? {} : { policyUri: privacy }),
          },
          { onError: "caller" },
        )
      : await callVerb(
          "session.beginSso",
          { ...common, ...(way.provider === undefined ? {} : { identityProvider: way.provider }) },
          { onError: "caller" },
        );
  if (!result.ok) return result.error;
  const url = new URL(result.value.url);
  if (url.protocol !== "https:" && url.protocol !== "http:") return { kind: "discovery", reason: "insecure" };
  rememberPlace();
  location.assign(url);
  return undefined;
}
