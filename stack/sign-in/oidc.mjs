// A stand-in for an OpenID Connect provider: the "Continue with …" of a Synapse. Any name signs in. Loopback only.
import crypto from "node:crypto";
import { formOf, html, json, listen, page, redirect } from "./http.mjs";

export const OIDC_CLIENT = { id: "synapse", secret: "synapse-secret" };

export async function startOidc({ port }) {
  const issuer = `http://localhost:${port}`;
  const { privateKey, publicKey } = crypto.generateKeyPairSync("rsa", { modulusLength: 2048 });
  const codes = new Map();
  const people = new Map();
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = (name) => ({
    sub: name,
    name: name.slice(0, 1).toUpperCase() + name.slice(1),
    preferred_username: name,
    email: `${name}@example.test`,
  });

  function idToken({ name, nonce }) {
    const now = Math.floor(Date.now() / 1000);
    const body = { iss: issuer, aud: OIDC_CLIENT.id, iat: now, exp: now + 300, nonce, ...claims(name) };
    const signed = `${part({ alg: "RS256", kid: "dev", typ: "JWT" })}.${part(body)}`;
    return `${signed}.${crypto.sign("sha256", Buffer.from(signed), privateKey).toString("base64url")}`;
  }

  return listen(port, {
    "/.well-known/openid-configuration": () =>
      json(200, {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        userinfo_endpoint: `${issuer}/userinfo`,
        jwks_uri: `${issuer}/jwks`,
        response_types_supported: ["code"],
        subject_types_supported: ["public"],
        id_token_signing_alg_values_supported: ["RS256"],
        token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
      }),
    "/jwks": () =>
      json(200, { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "dev", alg: "RS256", use: "sig" }] }),
    "/authorize": ({ method, raw, query }) => {
      const request = method === "POST" ? formOf(raw) : query;
      if (method !== "POST") return html(page("Dev SSO", { action: "/authorize", hidden: request }));
      const code = crypto.randomBytes(18).toString("base64url");
      codes.set(code, { name: request.username, nonce: request.nonce });
      const to = new URL(request.redirect_uri);
      to.searchParams.set("code", code);
      to.searchParams.set("state", request.state ?? "");
      return redirect(to.href);
    },
    "/token": ({ raw }) => {
      const code = codes.get(formOf(raw).code);
      codes.delete(formOf(raw).code);
      if (!code) return json(400, { error: "invalid_grant" });
      const token = crypto.randomBytes(18).toString("base64url");
      people.set(token, code.name);
      return json(200, { access_token: token, token_type: "Bearer", expires_in: 300, id_token: idToken(code) });
    },
    "/userinfo": ({ headers }) => {
      const name = people.get(headers.authorization?.replace(/^Bearer /, ""));
      return name ? json(200, claims(name)) : json(401, { error: "invalid_token" });
    },
  });
}
