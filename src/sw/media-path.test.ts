import { expect, test } from "vitest";
import { downloadPath, sealedPath, thumbnailPath } from "#lib/sw-protocol.ts";
import { parseMediaUrl, upstreamUrl } from "./media-path.ts";

const SEAL = "0f".repeat(32);
const scope = new URL("https://chat.example/hubbub/");

function parse(path: string) {
  return parseMediaUrl(new URL(path, scope), scope);
}

test("a file", () => {
  const wish = parse(downloadPath("harbour.example:8448", "AbC_-"));
  expect(wish).toEqual({ kind: "download", server: "harbour.example:8448", mediaId: "AbC_-" });
});

test("a small picture", () => {
  const size = { width: 96, height: 48, method: "crop" } as const;
  const wish = parse(thumbnailPath("[::1]:8801", "abc", size));
  expect(wish).toEqual({ kind: "thumbnail", server: "[::1]:8801", mediaId: "abc", size });
});

test("an encrypted file, by the name of its key", () => {
  const wish = parse(sealedPath("harbour.example", "abc", SEAL));
  expect(wish).toEqual({ kind: "sealed", server: "harbour.example", mediaId: "abc", seal: SEAL });
});

test.each(["", "index.html", "mediator/download/a/b", "assets/media/download/a/b", "../media/download/a/b"])(
  "not media: %s",
  (path) => {
    expect(parse(path)).toBe("other");
  },
);

test("another origin's media is not ours", () => {
  expect(parse("https://evil.example/hubbub/media/download/a/b")).toBe("other");
});

test.each([
  "media/",
  "media/download",
  "media/download/harbour.example",
  "media/download/harbour.example/abc/def",
  "media/download/harbour.example/",
  "media/download/harbour.example/a%2Fb",
  "media/download/harbour.example%2F..%2F..%2Fadmin/abc",
  "media/download/har%20bour/abc",
  "media/download/user%40host/abc",
  "media/download/%E0%A4%A/abc",
  "media/upload/harbour.example/abc",
  "media/sealed/harbour.example/abc",
  "media/sealed/harbour.example/abc?h=",
  "media/sealed/harbour.example/abc?h=../../x",
  `media/sealed/harbour.example/abc?h=${"A".repeat(64)}`,
  "media/thumbnail/harbour.example/abc",
  "media/thumbnail/harbour.example/abc?width=0&height=5",
  "media/thumbnail/harbour.example/abc?width=5&height=99999",
  "media/thumbnail/harbour.example/abc?width=5&height=1e3",
  "media/thumbnail/harbour.example/abc?width=5&height=5&method=stretch",
])("refused: %s", (path) => {
  expect(parse(path)).toBe("invalid");
});

test("addresses on the server", () => {
  const place = { server: "harbour.example:8448", mediaId: "abc" } as const;
  expect(upstreamUrl("https://hs.example/", { kind: "download", ...place })).toBe(
    "https://hs.example/_matrix/client/v1/media/download/harbour.example%3A8448/abc",
  );
  expect(upstreamUrl("https://hs.example/", { kind: "sealed", ...place, seal: SEAL })).toBe(
    "https://hs.example/_matrix/client/v1/media/download/harbour.example%3A8448/abc",
  );
  const size = { width: 96, height: 48, method: "scale" } as const;
  expect(upstreamUrl("https://hs.example/m", { kind: "thumbnail", ...place, size })).toBe(
    "https://hs.example/m/_matrix/client/v1/media/thumbnail/harbour.example%3A8448/abc?width=96&height=48&method=scale",
  );
  expect(upstreamUrl("nothing", { kind: "download", ...place })).toBeUndefined();
});
