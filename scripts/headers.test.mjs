import { expect, test } from "vitest";
import { nginxConfig } from "../deploy/nginx.mjs";
import { cacheControl, inlineScriptHashes, kindOf, securityHeaders } from "./headers.mjs";

const html = '<script data-boot>one</script><script type="module" src="a.js"></script>';

test("every inline script is hashed as the browser does it, scripts with a source are not", () => {
  expect(inlineScriptHashes(html)).toEqual(["'sha256-dpLDrTVAu4A8Ags67mbNiIcSMjTqDG5xQ8Ct1z/0Me0='"]);
  expect(inlineScriptHashes("<p>none</p>")).toEqual([]);
});

test("the path decides the kind of response", () => {
  expect(["index.html", "assets/core-x.js", "core/core-x.js", "sw.js", "sw.js.map"].map(kindOf)).toEqual([
    "page",
    "page",
    "core",
    "serviceWorker",
    "page",
  ]);
});

test("the nginx configuration says the same as the table, for every kind of response", () => {
  const text = nginxConfig({ html, root: "/srv/hubbub", base: "/chat/" });
  const samples = {
    "/chat/": "index.html",
    "/chat/assets/": "assets/a-12345678.js",
    "/chat/core/": "core/c-12345678.js",
    "= /chat/sw.js": "sw.js",
  };
  for (const [match, sample] of Object.entries(samples)) {
    const block = text.split(`location ${match} {`)[1].split("\n  }")[0];
    const wanted = { ...securityHeaders(sample, inlineScriptHashes(html)), "Cache-Control": cacheControl(sample) };
    for (const [name, value] of Object.entries(wanted))
      expect(block).toContain(`add_header ${name} "${value}" always;`);
    expect(block.match(/add_header/g)).toHaveLength(Object.keys(wanted).length);
  }
  expect(text).toContain("alias /srv/hubbub/core/;");
});
