import { describe, expect, it } from "vitest";
import type { SdkError } from "#api/errors.ts";
import { canRetry, errorDetails, errorText } from "./error-text.ts";

const matrix = (errcode: string, status = 403, retryAfterMs?: number): SdkError => ({
  kind: "matrix",
  errcode,
  status,
  message: "",
  retryAfterMs,
});

describe("errorText", () => {
  it("has a sentence for every kind of failure", () => {
    const all: readonly SdkError[] = [
      { kind: "offline" },
      matrix("M_FORBIDDEN"),
      matrix("M_UNHEARD_OF", 400),
      matrix("constructor", 502),
      { kind: "discovery", reason: "invalid" },
      { kind: "discovery", reason: "unreachable" },
      { kind: "discovery", reason: "not-matrix" },
      { kind: "discovery", reason: "insecure" },
      { kind: "invalid", field: "x", reason: "empty" },
      { kind: "invalid", field: "x", reason: "malformed" },
      { kind: "invalid", field: "x", reason: "too-large" },
      { kind: "invalid", field: "x", reason: "not-found" },
      { kind: "storage", code: "quota" },
      { kind: "storage", code: "lost" },
      { kind: "crypto", code: "x" },
      { kind: "signed-out" },
      { kind: "timeout" },
      { kind: "cancelled" },
      { kind: "core-restarted" },
      { kind: "bug", message: "x" },
    ];
    for (const error of all) expect(errorText(error)).toMatch(/^[A-Z].*\.$/);
  });

  it("says how long the server wants a pause", () => {
    expect(errorText(matrix("M_LIMIT_EXCEEDED", 429, 11_200))).toContain("12 seconds");
    expect(errorText(matrix("M_LIMIT_EXCEEDED", 429, 200))).toContain("1 second.");
  });
});

describe("errorDetails", () => {
  it("names code and status", () => {
    expect(errorDetails(matrix("M_FORBIDDEN"))).toBe("M_FORBIDDEN, 403");
    expect(errorDetails({ kind: "offline" })).toBeUndefined();
  });
});

describe("canRetry", () => {
  it("offers another try only where it can help", () => {
    expect(canRetry({ kind: "offline" })).toBe(true);
    expect(canRetry(matrix("M_FORBIDDEN"))).toBe(false);
    expect(canRetry(matrix("M_UNKNOWN", 502))).toBe(true);
  });
});
