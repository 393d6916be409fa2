/** Everything encryption consists of, wired. */
import { createBackup, type Backup } from "./backup.ts";
import { createCrypto, type CryptoInternals, type CryptoOptions } from "./create-crypto.ts";
import { createFreshShields, type FreshShields } from "./fresh-shields.ts";
import { createHistorySharing, type HistorySharing } from "./history-sharing.ts";
import { createIdentity, type Identity } from "./identity.ts";
import { createTrust, type Trust } from "./trust.ts";
import { createVerification, type Verification } from "./verification.ts";

export interface EncryptionParts {
  readonly crypto: CryptoInternals;
  readonly backup: Backup;
  readonly identity: Identity;
  readonly verification: Verification;
  readonly trust: Trust;
  readonly history: HistorySharing;
  readonly shields: FreshShields;
}

export function createEncryption(options: CryptoOptions): EncryptionParts {
  const crypto = createCrypto(options);
  const backup = createBackup(crypto);
  return {
    crypto,
    backup,
    identity: createIdentity(crypto, backup),
    verification: createVerification(crypto),
    trust: createTrust(crypto),
    history: createHistorySharing(crypto, backup),
    shields: createFreshShields(crypto),
  };
}
