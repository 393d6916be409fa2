// The part of config.json that depends on which servers are in use.
import { SERVERS } from "../../stack/servers.mjs";

/** Points at `homeserver`, or else at the two demo servers, whose names no discovery could resolve. */
export function servedConfig(homeserver) {
  if (homeserver) return { default_server_config: { "m.homeserver": { base_url: homeserver } } };
  const [first, ...others] = Object.values(SERVERS).map(({ url, name }) => ({ base_url: url, server_name: name }));
  return { default_server_config: { "m.homeserver": first }, known_servers: others };
}
