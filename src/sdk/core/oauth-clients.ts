/** What OAuth servers call this deployment: one client id per issuer, registered once and kept while nothing of it changes. */
import { asString, isObject } from "#sdk/events/envelope.ts";
import type { AuthMetadata } from "#sdk/net/auth-metadata.ts";
import { registerClient, type ClientFacts, type OAuthNet } from "#sdk/net/oauth.ts";
import type { Store } from "#sdk/store/store.ts";

export async function clientIdFor(
  net: OAuthNet,
  store: Store,
  metadata: AuthMetadata,
  { redirectUri, clientName, clientUri, logoUri, termsUri, policyUri }: ClientFacts,
): Promise<string> {
  const facts: ClientFacts = {
    redirectUri,
    clientName,
    clientUri,
    ...(logoUri === undefined ? {} : { logoUri }),
    ...(termsUri === undefined ? {} : { termsUri }),
    ...(policyUri === undefined ? {} : { policyUri }),
  };
  const key = ["oauthClient", metadata.issuer];
  const registeredAs = JSON.stringify([metadata.registrationEndpoint, facts]);
  const known = await store.get("meta", key);
  const knownId = isObject(known) && known["registeredAs"] === registeredAs ? asString(known["clientId"]) : undefined;
  if (knownId !== undefined) return knownId;
  const clientId = await registerClient(net, metadata, facts);
  await store.commit([{ kind: "put", table: "meta", key, value: { clientId, registeredAs } }]);
  return clientId;
}
