import { describe, expect, test } from "vitest";
import { parseArguments } from "./arguments.mjs";
import { playwrightCount, vitestCount } from "./counting.mjs";
import { DISK_FULL, npmFailure, pipFailure, plainFailure } from "./failures.mjs";
import { agrees } from "./packages.mjs";
import { choosePython } from "./synapse.mjs";

describe("the command line", () => {
  test("takes values with a space or an equals sign", () => {
    expect(parseArguments(["start", "--port", "9000", "--dev"])).toMatchObject({ port: 9000, dev: true });
    expect(parseArguments(["start", "--port=9000"])).toMatchObject({ port: 9000 });
    expect(parseArguments(["test", "--only", "unit,e2e"])).toMatchObject({ only: ["unit", "e2e"] });
    expect(parseArguments(["bench", "--quick", "x"])).toMatchObject({ rest: ["--quick", "x"] });
    expect(parseArguments([])).toMatchObject({ command: "start", port: 8080 });
  });

  test("completes the address of a server", () => {
    expect(parseArguments(["start", "--homeserver", "matrix.example.org"]).homeserver).toBe(
      "https://matrix.example.org",
    );
    expect(parseArguments(["start", "--homeserver=http://localhost:8008/"]).homeserver).toBe("http://localhost:8008");
  });

  test.each([
    [["start", "--bogus"], "Unknown option"],
    [["start", "--port", "0"], "not a port"],
    [["start", "--port"], "needs a value"],
    [["start", "--homeserver", "http://["], "not an address"],
    [["start", "--homeserver", "x", "--reset"], "use one of them"],
    [["test", "--only", "nope"], "no suite called nope"],
    [["test", "--reset"], "Unknown option"],
    [["fly"], "Unknown command"],
  ])("refuses %j in one sentence", (argv, words) => {
    expect(() => parseArguments(argv)).toThrow(words);
  });
});

describe("which Python", () => {
  const python = (minor, venv = true) => ({
    name: "python3",
    path: `/usr/bin/python3.${minor}`,
    version: [3, minor],
    venv,
  });

  test("the first one that is recent and has venv", () => {
    expect(choosePython([undefined, python(9), python(12, false), python(11), python(13)])).toEqual({
      path: "/usr/bin/python3.11",
    });
  });

  test("says what is missing", () => {
    expect(choosePython([]).problem).toContain("no Python was found");
    expect(choosePython([python(8)]).problem).toContain("this machine has 3.8");
    expect(choosePython([python(8), python(11, false)]).problem).toContain("apt install python3.11-venv");
  });
});

describe("what is installed", () => {
  const lock = {
    packages: {
      "": {},
      "node_modules/a": { version: "1.0.0" },
      "node_modules/b": { version: "2.0.0", optional: true },
    },
  };

  test("agrees when every needed package is there in its version", () => {
    expect(agrees(lock, { packages: { "node_modules/a": { version: "1.0.0" } } })).toBe(true);
    expect(agrees(lock, { packages: { "node_modules/a": { version: "1.0.1" } } })).toBe(false);
    expect(agrees(lock, { packages: {} })).toBe(false);
    expect(agrees(lock, undefined)).toBe(false);
  });
});

describe("failures in plain words", () => {
  const child = (output) => ({ output, log: ".stack/logs/x.log" });

  test("no network", () => {
    expect(npmFailure(child("npm error code ENOTFOUND")).message).toContain("registry cannot be reached");
    expect(pipFailure(child("ERROR: Could not find a version (from versions: none)")).message).toContain(
      "index cannot be reached",
    );
  });

  test("a full disk", () => {
    expect(npmFailure(child("npm error ENOSPC: no space left on device")).message).toBe(DISK_FULL);
    expect(pipFailure(child("OSError: [Errno 28] No space left on device")).message).toBe(DISK_FULL);
    expect(plainFailure(Object.assign(new Error("write"), { code: "ENOSPC" }))?.message).toBe(DISK_FULL);
  });

  test("anything else names the log", () => {
    expect(npmFailure(child("npm error Cannot read lock")).message).toContain(".stack/logs/x.log");
    expect(pipFailure(child("error: can't find Rust compiler"), { mac: true }).message).toContain("xcode-select");
    expect(plainFailure(new TypeError("a defect"))).toBeUndefined();
  });
});

describe("counting", () => {
  test("Vitest: tests, files that could not be loaded, and crashes", () => {
    expect(vitestCount({ numPassedTests: 5, numFailedTests: 1, testResults: [] }, true)).toEqual({
      passed: 5,
      failed: 1,
    });
    const broken = { numPassedTests: 2, numFailedTests: 0, testResults: [{ status: "failed", assertionResults: [] }] };
    expect(vitestCount(broken, true)).toEqual({ passed: 2, failed: 1 });
    expect(vitestCount({ numPassedTests: 2, numFailedTests: 0 }, true)).toEqual({ passed: 2, failed: 1 });
    expect(vitestCount(undefined, false)).toEqual({ passed: 0, failed: 1 });
  });

  test("Playwright: a flaky journey is a failed one", () => {
    expect(playwrightCount({ stats: { expected: 3, unexpected: 1, flaky: 1 } }, true)).toEqual({
      passed: 3,
      failed: 2,
    });
    expect(playwrightCount({ stats: { expected: 3 } }, true)).toEqual({ passed: 3, failed: 1 });
    expect(playwrightCount(undefined, true)).toEqual({ passed: 0, failed: 1 });
  });
});
