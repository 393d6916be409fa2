import { Failure, type SdkError } from "#api/errors.ts";

/** What was thrown, as the contract says it: expected failures as they are, everything else is a bug. */
export function toSdkError(error: unknown): SdkError {
  if (error instanceof Failure) return error.error;
  if (error instanceof Error) return { kind: "bug", message: `${error.name}: ${error.message}` };
  return { kind: "bug", message: String(error) };
}
