/**
 * Secret storage of the account on its server: the default key's description, and secrets sealed for it. Reads ask the
 * server (what sync brought may be old); the default key is named last, so an interrupted set-up leaves nothing half true.
 */
import { Failure } from "#api/errors.ts";
import type { UserId } from "#api/ids.ts";
import { asString, isObject, type JsonObject } from "#sdk/events/envelope.ts";
import type { Http } from "#sdk/net/http.ts";
import { formatRecoveryKey, looksLikeRecoveryKey, parseRecoveryKey } from "./recovery-key.ts";
import {
  describeKey,
  fitsKey,
  keyFromPassphrase,
  openSecret,
  passphraseOf,
  PASSPHRASE_ROUNDS,
  sealSecret,
  STORAGE_ALGORITHM,
  type PassphraseInfo,
} from "./secret-storage.ts";

export const SECRETS = {
  master: "m.cross_signing.master",
  selfSigning: "m.cross_signing.self_signing",
  userSigning: "m.cross_signing.user_signing",
  backup: "m.megolm_backup.v1",
} as const;
export const SECRET_NAMES: readonly string[] = Object.values(SECRETS);
export const DEFAULT_KEY = "m.secret_storage.default_key";

export interface StorageKey {
  readonly id: string;
  readonly key: Uint8Array<ArrayBuffer>;
}

export interface AccountSecrets {
  /** A new key, described on the server; not the default yet. */
  createKey(passphrase: string | undefined): Promise<StorageKey & { readonly recoveryKey: string }>;
  makeDefault(id: string): Promise<void>;
  /** What a person typed → the default key. Errors: `crypto` `no-storage` | `malformed-key` | `wrong-key`. */
  openKey(typed: string): Promise<StorageKey>;
  write(name: string, secret: string, key: StorageKey): Promise<void>;
  read(name: string, key: StorageKey): Promise<string | undefined>;
}

export function createAccountSecrets(http: Http, me: UserId): AccountSecrets {
  const pathOf = (type: string): string =>
    `/_matrix/client/v3/user/${encodeURIComponent(me)}/account_data/${encodeURIComponent(type)}`;
  const keyType = (id: string): string => `m.secret_storage.key.${id}`;

  async function get(type: string): Promise<JsonObject | undefined> {
    try {
      const json = await http.request({ method: "GET", path: pathOf(type) });
      return isObject(json) ? json : undefined;
    } catch (cause) {
      if (cause instanceof Failure && cause.error.kind === "matrix" && cause.error.status === 404) return undefined;
      throw cause;
    }
  }

  async function put(type: string, content: JsonObject): Promise<void> {
    await http.request({ method: "PUT", path: pathOf(type), body: content });
  }

  return {
    async createKey(passphrase) {
      const info: PassphraseInfo | undefined =
        passphrase === undefined
          ? undefined
          : { salt: crypto.randomUUID().replaceAll("-", ""), iterations: PASSPHRASE_ROUNDS };
      const key = info ? await keyFromPassphrase(passphrase ?? "", info) : crypto.getRandomValues(new Uint8Array(32));
      const id = crypto.randomUUID().replaceAll("-", "");
      await put(keyType(id), await describeKey(key, info));
      return { id, key, recoveryKey: formatRecoveryKey(key) };
    },
    makeDefault: (id) => put(DEFAULT_KEY, { key: id }),
    async openKey(typed) {
      const id = asString((await get(DEFAULT_KEY))?.["key"]);
      const description = id === undefined ? undefined : await get(keyType(id));
      if (id === undefined || description?.["algorithm"] !== STORAGE_ALGORITHM)
        throw new Failure({ kind: "crypto", code: "no-storage" });
      const info = passphraseOf(description);
      const asKey = parseRecoveryKey(typed);
      if (!asKey && looksLikeRecoveryKey(typed)) throw new Failure({ kind: "crypto", code: "malformed-key" });
      const key = asKey ?? (info ? await keyFromPassphrase(typed, info) : undefined);
      if (!key) throw new Failure({ kind: "crypto", code: "malformed-key" });
      if ((await fitsKey(key, description)) === "wrong") throw new Failure({ kind: "crypto", code: "wrong-key" });
      return { id, key };
    },
    async write(name, secret, { id, key }) {
      const sealed = await sealSecret(key, name, secret);
      await put(name, { encrypted: { [id]: sealed } });
    },
    async read(name, { id, key }) {
      const encrypted = (await get(name))?.["encrypted"];
      return isObject(encrypted) && Object.hasOwn(encrypted, id) ? openSecret(key, name, encrypted[id]) : undefined;
    },
  };
}
