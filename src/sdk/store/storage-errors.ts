import { Failure } from "#api/errors.ts";

/** What the browser threw, in the terms of the contract. */
export function storageFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure({ kind: "storage", code: codeOf(error) });
}

function codeOf(error: unknown): "quota" | "blocked" | "lost" | "failed" {
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  switch (name) {
    case "QuotaExceededError":
      return "quota";
    // The connection is closing (a newer core asked for the store), or the schema on disk is newer than this build.
    case "InvalidStateError":
    case "VersionError":
      return "lost";
    case "SecurityError":
      return "blocked";
    default:
      return "failed";
  }
}
