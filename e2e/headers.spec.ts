import { expect, test } from "@playwright/test";
import { inlineScriptHashes, pagePolicy, securityHeaders } from "../scripts/headers.mjs";

const PAGE = [
  "default-src 'none'",
  "connect-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
];

test("the served build carries the table of security headers", async ({ request, page }) => {
  const home = await request.get("/");
  const html = await home.text();
  const hashes = inlineScriptHashes(html);
  expect(hashes).toHaveLength(1);
  const policy = (home.headers()["content-security-policy"] ?? "").split("; ");
  expect(policy).toEqual(expect.arrayContaining([...PAGE, `script-src 'self' ${hashes[0] ?? ""}`]));
  expect(policy).toHaveLength(PAGE.length + 1);
  expect(pagePolicy(hashes)).toBe(policy.join("; "));

  const cores: string[] = [];
  page.on("request", (r) => cores.push(r.url()));
  await page.goto("/");
  await expect(page.getByLabel("Password", { exact: true })).toBeVisible();
  const coreUrl = await page.evaluate(async () => {
    const scripts = [...document.querySelectorAll<HTMLScriptElement>("script[src]")].map((s) => s.src);
    const texts = await Promise.all(
      [
        ...scripts,
        ...performance
          .getEntriesByType("resource")
          .map((e) => e.name)
          .filter((n) => n.endsWith(".js")),
      ].map(async (u) => (await fetch(u)).text()),
    );
    return /core\/[\w.-]+\.js/.exec(texts.join("\n"))?.[0];
  });
  expect(coreUrl).toBeTruthy();
  const core = await request.get(`/${coreUrl ?? ""}`);
  expect(core.status()).toBe(200);
  expect(core.headers()["content-security-policy"]).toMatch(/connect-src 'self' https:/);
  expect(core.headers()["content-security-policy"]).toContain("'wasm-unsafe-eval'");
  expect(core.headers()["cache-control"]).toContain("immutable");
  const sw = await request.get("/sw.js");
  expect(sw.headers()["content-security-policy"]).toMatch(/connect-src 'self' https:/);
  expect(sw.headers()["content-security-policy"]).not.toContain("wasm");
  expect(sw.headers()["cache-control"]).toBe("no-cache");
  for (const answer of [home, core, sw]) {
    const headers = answer.headers();
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["referrer-policy"]).toBe("no-referrer");
    expect(headers["permissions-policy"]).toBeTruthy();
  }
  expect(securityHeaders("assets/x-12345678.js", [])["X-Content-Type-Options"]).toBe("nosniff");
  expect((await request.get("/../package.json")).status()).not.toBe(200);
  expect((await request.get("/%2e%2e/package.json")).status()).not.toBe(200);
});

test("text is served precompressed, with its type and revalidation", async ({ request }) => {
  const home = await request.get("/", { headers: { "accept-encoding": "br" } });
  expect(home.headers()["content-encoding"]).toBe("br");
  expect(home.headers()["content-type"]).toContain("text/html");
  const tag = home.headers()["etag"] ?? "";
  expect(tag).not.toBe("");
  expect((await request.get("/", { headers: { "if-none-match": tag, "accept-encoding": "br" } })).status()).toBe(304);
});
