// A stand-in for an OAuth 2.0 server behind a homeserver (Matrix Authentication Service in production): just enough for a
// client's sign-in and for a Synapse that delegates to it. For development on loopback: any name signs in, no password.
import crypto from "node:crypto";
import { formOf, html, json, listen, page, redirect } from "./http.mjs";

const SECRET = "dev-mas-secret";

/** `synapse`: where the homeserver is; `lifetime`: seconds an access token lives. */
export async function startOAuth({ port, synapse, lifetime }) {
  const issuer = `http://localhost:${port}/`;
  const clients = new Map();
  const codes = new Map();
  const access = new Map();
  const refresh = new Map();
  const secret = (prefix) => prefix + crypto.randomBytes(18).toString("base64url");
  const deviceOf = (scope) => /urn:matrix:(?:org\.matrix\.msc2967\.)?client:device:(\S+)/.exec(scope)?.[1];

  async function tell(path, body) {
    const answer = await fetch(`${synapse}/_synapse/mas/${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${SECRET}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status} ${await answer.text()}`);
  }

  async function begin(user, scope, clientId) {
    await tell("provision_user", { localpart: user });
    const device = deviceOf(scope);
    const name = clients.get(clientId)?.client_name ?? "OAuth client";
    if (device) await tell("upsert_device", { localpart: user, device_id: device, display_name: name });
    return { user, scope, clientId };
  }

  function issue(session) {
    const accessToken = secret("mat_");
    const refreshToken = secret("mar_");
    access.set(accessToken, { ...session, until: Date.now() + lifetime * 1000 });
    refresh.set(refreshToken, { ...session, accessToken });
    return {
      access_token: accessToken,
      token_type: "Bearer",
      expires_in: lifetime,
      refresh_token: refreshToken,
      scope: session.scope,
    };
  }

  const routes = {
    "/.well-known/openid-configuration": () =>
      json(200, {
        issuer,
        authorization_endpoint: `${issuer}authorize`,
        token_endpoint: `${issuer}oauth2/token`,
        revocation_endpoint: `${issuer}oauth2/revoke`,
        registration_endpoint: `${issuer}oauth2/registration`,
        introspection_endpoint: `${issuer}oauth2/introspect`,
        jwks_uri: `${issuer}jwks`,
        response_types_supported: ["code"],
        grant_types_supported: ["authorization_code", "refresh_token"],
        response_modes_supported: ["query", "fragment"],
        code_challenge_methods_supported: ["S256"],
        token_endpoint_auth_methods_supported: ["none"],
        prompt_values_supported: ["none", "login", "create"],
        account_management_uri: `${issuer}account/`,
        account_management_actions_supported: [
          "org.matrix.profile",
          "org.matrix.devices_list",
          "org.matrix.device_view",
          "org.matrix.device_delete",
          "org.matrix.account_deactivate",
          "org.matrix.cross_signing_reset",
        ],
      }),
    "/oauth2/registration": ({ raw }) => {
      const client = JSON.parse(raw);
      if (!client.client_uri || !Array.isArray(client.redirect_uris) || client.token_endpoint_auth_method !== "none")
        return refuse("invalid_client_metadata");
      const id = secret("cl_");
      clients.set(id, client);
      return json(201, { ...client, client_id: id, client_id_issued_at: Math.floor(Date.now() / 1000) });
    },
    "/authorize": async ({ method, raw, query }) => {
      const request = method === "POST" ? formOf(raw) : query;
      const client = clients.get(request.client_id);
      if (!client) return refuse("invalid_client");
      if (!client.redirect_uris.includes(request.redirect_uri)) return refuse("invalid_request");
      if (request.code_challenge_method !== "S256") return refuse("invalid_request");
      if (method !== "POST") {
        const hint = request.login_hint?.replace(/^mxid:@|:.*$/g, "");
        return html(
          page(request.prompt === "create" ? "Create account" : "Sign in", {
            action: "/authorize",
            hidden: request,
            name: hint,
            cancel: true,
          }),
        );
      }
      const to = new URL(request.redirect_uri);
      const out = new URLSearchParams({ state: request.state ?? "" });
      if (request.cancel) out.set("error", "access_denied");
      else {
        const code = secret("co_");
        codes.set(code, { ...request, session: await begin(request.username, request.scope, request.client_id) });
        out.set("code", code);
      }
      if (request.response_mode === "fragment") to.hash = out.toString();
      else for (const [key, value] of out) to.searchParams.set(key, value);
      return redirect(to.href);
    },
    "/oauth2/token": ({ raw }) => {
      const grant = formOf(raw);
      if (grant.grant_type === "authorization_code") {
        const code = codes.get(grant.code);
        codes.delete(grant.code);
        if (!code || code.client_id !== grant.client_id || code.redirect_uri !== grant.redirect_uri)
          return refuse("invalid_grant");
        const challenge = crypto
          .createHash("sha256")
          .update(grant.code_verifier ?? "")
          .digest("base64url");
        return challenge === code.code_challenge ? json(200, issue(code.session)) : refuse("invalid_grant");
      }
      if (grant.grant_type === "refresh_token") {
        const old = refresh.get(grant.refresh_token);
        if (!old || old.clientId !== grant.client_id) return refuse("invalid_grant");
        refresh.delete(grant.refresh_token);
        access.delete(old.accessToken);
        const { accessToken: _ended, ...session } = old;
        return json(200, issue(session));
      }
      return refuse("unsupported_grant_type");
    },
    "/oauth2/revoke": async ({ raw }) => {
      const { token } = formOf(raw);
      const ended = refresh.get(token) ?? access.get(token);
      if (ended) {
        const same = (one) => one.user === ended.user && deviceOf(one.scope) === deviceOf(ended.scope);
        for (const tokens of [access, refresh]) for (const [key, one] of tokens) if (same(one)) tokens.delete(key);
        const device = deviceOf(ended.scope);
        if (device) await tell("delete_device", { localpart: ended.user, device_id: device });
      }
      return json(200, {});
    },
    "/oauth2/introspect": ({ headers, raw }) => {
      if (headers.authorization !== `Bearer ${SECRET}`) return json(401, {});
      const found = access.get(formOf(raw).token);
      if (!found || found.until < Date.now()) return json(200, { active: false });
      const device = deviceOf(found.scope);
      return json(200, {
        active: true,
        scope: found.scope,
        username: found.user,
        sub: found.user,
        client_id: found.clientId,
        token_type: "access_token",
        expires_in: Math.floor((found.until - Date.now()) / 1000),
        ...(device ? { device_id: device } : {}),
      });
    },
    "/account/": ({ query }) =>
      html(
        page(`Account: ${query.action ?? "overview"} ${query.device_id ?? ""}`, { action: "/account/", hidden: {} }),
      ),
    "/jwks": () => json(200, { keys: [] }),
  };

  const refuse = (error) => json(400, { error, error_description: error });
  return listen(port, routes);
}
