/**
 * What the deployer says: `config.<hostname>.json`, else `config.json`, in Element's keys. Read beside the start, never
 * before it: only signed-out screens wait for it. A broken file is the same as none.
 */
import { useSyncExternalStore } from "react";
import type { ConfiguredServer } from "#api/port.ts";

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
}

const NOTHING: Config = {
  state: "loading",
  brand: "Hubbub",
  defaultServer: undefined,
  servers: [],
  otherServers: "allowed",
  defaultTheme: "system",
  deviceName: undefined,
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
  return {
    state: "ready",
    brand: text(json["brand"]) ?? NOTHING.brand,
    defaultServer: configured ?? (name === undefined ? undefined : { serverName: name, baseUrl: `https://${name}` }),
    servers: configured ? [configured, ...known.filter((one) => one.serverName !== configured.serverName)] : known,
    otherServers: json["disable_custom_urls"] === true ? "refused" : "allowed",
    defaultTheme: theme === "light" || theme === "dark" ? theme : "system",
    deviceName: text(json["default_device_display_name"]),
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
