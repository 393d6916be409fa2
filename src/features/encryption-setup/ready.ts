import type { Encryption } from "#api/encryption.ts";

/** Encryption once the engine is there. */
export type Ready = Extract<Encryption, { state: "ready" }>;
