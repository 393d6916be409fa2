/**
 * What the deployer says: `config.<hostname>.json`, else `config.json`, in Element's keys. Read beside the start, never
 * before it: only signed-out screens wait for it. A broken file is the same as none.
 */
import { useSyncExternalStore } from "react";
import type { ConfiguredServer } from "#api/port.ts";
import { parseLayer, type SettingLayer } from "#api/settings.ts";

export interface Config {
  readonly state: "loading" | "ready";
  readonly brand: string;
  readonly defaultServer: ConfiguredServer | undefined;
  /** Servers that need no discovery. */
  readonly servers: readonly ConfiguredServer[];
  /** `disable_custom_urls`: only the default server may be used. */
  readonly otherServers: "allowed" | "refused";
  readonly defaultTheme: "light" | "dark" | "system";
  readonly deviceName: string | undefined;
  /** `UIFeature.registration`, `UIFeature.passwordReset`: what the sign-in screen leads to. */
  readonly registration: "offered" | "hidden";
  readonly passwordReset: "offered" | "hidden";
  /** `sso_redirect_options`: straight on to the server's own page. */
  readonly ssoRedirect: "never" | "at-once";
  /** `terms_and_conditions_links` and `privacy_policy_url`: shown under the form. */
  readonly documents: readonly ConfiguredDocument[];
  /** `setting_defaults`: they count where nobody said otherwise. */
  readonly settings: SettingLayer;
}

export interface ConfiguredDocument {
  readonly kind: "terms" | "privacy";
  /** Undefined: what such a document is called here. */
  readonly text: string | undefined;
  readonly url: string;
}

const NOTHING: Config = {
  state: "loading",
  brand: "Hubbub",
  defaultServer: undefined,
  servers: [],
  otherServers: "allowed",
  defaultTheme: "system",
  deviceName: undefined,
  registration: "offered",
  passwordReset: "offered",
  ssoRedirect: "never",
  documents: [],
  settings: {},
};

let current = NOTHING;
const listeners = new Set<() => void>();

type Json = { readonly [key: string]: unknown };

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

function parseServer(value: unknown): ConfiguredServer | undefined {
  if (!isObject(value)) return undefined;
  const baseUrl = text(value["base_url"]);
  if (baseUrl === undefined) return undefined;
  try {
    return { baseUrl, serverName: text(value["server_name"]) ?? new URL(baseUrl).host };
  } catch {
    return undefined;
  }
}

function webAddress(value: unknown): string | undefined {
  const url = text(value);
  return url !== undefined && /^https?:\/\//i.test(url) && URL.canParse(url) ? url : undefined;
}

function parseDocuments(json: Json): readonly ConfiguredDocument[] {
  const terms = Array.isArray(json["terms_and_conditions_links"]) ? json["terms_and_conditions_links"] : [];
  const privacy = webAddress(json["privacy_policy_url"]);
  return [
    ...terms.slice(0, 10).flatMap((one): readonly ConfiguredDocument[] => {
      const url = isObject(one) ? webAddress(one["url"]) : undefined;
      return url === undefined ? [] : [{ kind: "terms", text: text(isObject(one) ? one["text"] : undefined), url }];
    }),
    ...(privacy === undefined ? [] : [{ kind: "privacy", text: undefined, url: privacy } as const]),
  ];
}

export function parseConfig(json: unknown): Config {
  if (!isObject(json)) return { ...NOTHING, state: "ready" };
  const wellKnown = isObject(json["default_server_config"]) ? json["default_server_config"]["m.homeserver"] : undefined;
  const name = text(json["default_server_name"]);
  const oldUrl = text(json["default_hs_url"]);
  const configured = parseServer(wellKnown) ?? parseServer({ base_url: oldUrl, server_name: name });
  const known = Array.isArray(json["known_servers"])
    ? json["known_servers"].flatMap((one) => parseServer(one) ?? [])
    : [];
  const theme = json["default_theme"];
  const defaults = isObject(json["setting_defaults"]) ? json["setting_defaults"] : {};
  const sso = isObject(json["sso_redirect_options"]) ? json["sso_redirect_options"] : {};
  const atOnce = sso["immediate"] === true || sso["on_welcome_page"] === true || sso["on_login_page"] === true;
  return {
    state: "ready",
    brand: text(json["brand"]) ?? NOTHING.brand,
    defaultServer: configured ?? (name === undefined ? undefined : { serverName: name, baseUrl: `https://${name}` }),
    servers: configured ? [configured, ...known.filter((one) => one.serverName !== configured.serverName)] : known,
    otherServers: json["disable_custom_urls"] === true ? "refused" : "allowed",
    defaultTheme: theme === "light" || theme === "dark" ? theme : "system",
    deviceName: text(json["default_device_display_name"]),
    registration: defaults["UIFeature.registration"] === false ? "hidden" : "offered",
    passwordReset: defaults["UIFeature.passwordReset"] === false ? "hidden" : "offered",
    ssoRedirect: atOnce || json["sso_immediate_redirect"] === true ? "at-once" : "never",
    documents: parseDocuments(json),
    settings: { ...parseLayer({ theme }), ...parseLayer(json["setting_defaults"]) },
  };
}

async function readJson(url: string): Promise<unknown> {
  try {
    const response = await fetch(url, { cache: "no-cache" });
    const type = response.headers.get("Content-Type") ?? "";
    return response.ok && type.includes("json") ? ((await response.json()) as unknown) : undefined;
  } catch {
    return undefined;
  }
}

/** A machine's own name says nothing about a deployment, and a missing file would be an error in every console. */
async function readOwn(hostname: string): Promise<unknown> {
  const local = hostname === "localhost" || /^[\d.]+$|^\[/.test(hostname);
  return local ? undefined : readJson(`./config.${hostname}.json`);
}

/** Reads the configuration; resolves when it is known. */
export async function loadConfig(): Promise<Config> {
  current = parseConfig((await readOwn(location.hostname)) ?? (await readJson("./config.json")));
  for (const listener of listeners) listener();
  return current;
}

export function useConfig(): Config {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}
