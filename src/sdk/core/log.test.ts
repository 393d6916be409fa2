import { describe, expect, test } from "vitest";
import { createLog, redact } from "./log.ts";

describe("log", () => {
  test("ids become fingerprints that stay the same, tokens and addresses vanish", () => {
    const line = redact(
      "@nadia:example.org sent $abc:example.org to !room:example.org with syt_bmFkaWE_secret from mxc://example.org/pic",
    );
    for (const secret of ["nadia", "example.org", "secret", "room", "pic"]) expect(line).not.toContain(secret);
    expect(redact("@nadia:example.org")).toBe(redact("@nadia:example.org"));
    expect(redact("@nadia:example.org")).not.toBe(redact("@iris:example.org"));
  });

  test("ids in request paths and queries vanish too, and are the same as outside", () => {
    const encoded = encodeURIComponent("!room:example.org");
    expect(redact(`GET /rooms/${encoded}/messages?from=t12_secret`)).toBe(
      `GET /rooms/${redact("!room:example.org")}/messages?…`,
    );
  });

  test("what a person wrote never gets into a line, however deep it lies", () => {
    const log = createLog({ now: () => 0 });
    log.error("failed", { event: { content: { body: "private words" }, type: "m.room.message" } });
    log.info("failed", { body: "private words", displayName: "Nadia", password: "x9", n: 3 });
    log.error("threw", new Error("at @nadia:example.org"));
    const text = log.text();
    for (const secret of ["private", "Nadia", "nadia", "x9"]) expect(text).not.toContain(secret);
    expect(text).toContain("m.room.message");
    expect(text).toContain('"n":3');
    expect(text).toContain("Error: at <@");
  });

  test("is not slowed down by what strangers wrote", () => {
    const log = createLog({ now: () => 0 });
    const began = performance.now();
    for (const text of ["?", "?a", "@", "@a:", "%40"]) log.info(text.repeat(60_000));
    expect(performance.now() - began).toBeLessThan(500);
  });

  test("keeps the last lines only", () => {
    const log = createLog({ now: () => 0 });
    for (let n = 0; n < 3000; n += 1) log.debug(`line ${n}`);
    const lines = log.text().split("\n");
    expect(lines).toHaveLength(2000);
    expect(lines.at(-1)).toContain("line 2999");
  });
});
