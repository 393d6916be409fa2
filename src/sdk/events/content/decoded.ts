/**
 * Second step of decoding: the content of one event, read when a view needs it. Every decoder is total: what a stranger
 * wrote yields a value or a reason, never an exception, and what is kept has a size a screen can bear.
 */
import * as v from "valibot";

export type Decoded<T> =
  | { readonly kind: "valid"; readonly value: T }
  /** `reason` is for developers (source view, logs): path and what was expected. */
  | { readonly kind: "invalid"; readonly reason: string };

export function valid<T>(value: T): Decoded<T> {
  return { kind: "valid", value };
}

export function invalid(reason: string): { readonly kind: "invalid"; readonly reason: string } {
  return { kind: "invalid", reason: reason.slice(0, 200) };
}

/** Reads `content` by a schema; the first issue becomes the reason. */
export function decode<T>(schema: v.GenericSchema<unknown, T>, content: unknown): Decoded<T> {
  const result = v.safeParse(schema, content, { abortEarly: true });
  if (result.success) return valid(result.output);
  const [issue] = result.issues;
  const message = issue.type === "object" && issue.input === undefined ? "missing" : issue.message;
  return invalid(`${v.getDotPath(issue) ?? "content"}: ${message}`);
}

/** A value that must be there and readable. */
export function required<T>(parse: (value: unknown) => T | undefined, expected: string): v.GenericSchema<unknown, T> {
  return v.pipe(
    v.unknown(),
    v.rawTransform<unknown, T>(({ dataset, addIssue, NEVER }) => {
      const value = parse(dataset.value);
      if (value !== undefined) return value;
      addIssue({ message: `expected ${expected}` });
      return NEVER;
    }),
  );
}

/** A value that is left out when it is missing or unreadable. */
export function lenient<T>(
  parse: (value: unknown) => T | undefined,
): v.OptionalSchema<v.GenericSchema<unknown, T | undefined>, undefined> {
  return v.optional(v.pipe(v.unknown(), v.transform(parse)), undefined);
}
