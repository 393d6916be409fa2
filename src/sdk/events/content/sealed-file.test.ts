import { describe, expect, it } from "vitest";
import { readMedia } from "./media-info.ts";
import { readSealedFile, sealedFilesOf } from "./sealed-file.ts";

const FILE = {
  v: "v2",
  url: "mxc://example.org/one",
  key: {
    alg: "A256CTR",
    ext: true,
    k: "aWF6-32KGYaC3A_FEUCk1Bt0JA37zP0wrStgmdCaW-0",
    key_ops: ["decrypt"],
    kty: "oct",
  },
  iv: "w+sE15fzSc0AAAAAAAAAAA",
  hashes: { sha256: "fdSLu/YkRx3Wyh3KQabP3rd6+SFiKg5lsJZQHtkSAYA" },
};

describe("the seal of an encrypted file", () => {
  it("names where it lies, its key and its kind, and gives none of them away", () => {
    const sealed = readSealedFile(FILE, "image/png");
    expect(sealed?.mxc).toBe(FILE.url);
    expect(sealed?.seal).toMatch(/^[0-9a-f]{64}$/);
    expect(readSealedFile({ ...FILE, v: "v3" }, "image/PNG; x=y")?.seal).toBe(sealed?.seal);
    const others = [
      readSealedFile(FILE, "text/html"),
      readSealedFile({ ...FILE, url: "mxc://example.org/two" }, "image/png"),
      readSealedFile({ ...FILE, iv: "x+sE15fzSc0AAAAAAAAAAA" }, "image/png"),
      readSealedFile({ ...FILE, key: { ...FILE.key, k: FILE.hashes.sha256 } }, "image/png"),
      readSealedFile({ ...FILE, hashes: { sha256: FILE.key.k } }, "image/png"),
    ].map((other) => other?.seal);
    expect(new Set([...others, sealed?.seal]).size).toBe(6);
  });

  it.each([
    [undefined],
    ["x"],
    [{}],
    [{ ...FILE, url: "https://evil.example/x" }],
    [{ ...FILE, iv: "" }],
    [{ ...FILE, iv: "A".repeat(4_000) }],
    [{ ...FILE, hashes: [] }],
    [{ ...FILE, hashes: { sha1: "x" } }],
    [{ ...FILE, key: { ...FILE.key, alg: "A128CTR" } }],
    [{ ...FILE, key: { ...FILE.key, k: 7 } }],
  ])("none in %j", (file) => {
    expect(readSealedFile(file, "image/png")).toBeUndefined();
  });
});

const PICTURE = {
  msgtype: "m.image",
  body: "lamp.png",
  url: "mxc://evil.example/clear",
  file: FILE,
  info: {
    mimetype: "image/png",
    thumbnail_url: "mxc://evil.example/small",
    thumbnail_file: { ...FILE, url: "mxc://example.org/small" },
    thumbnail_info: { mimetype: "image/webp" },
  },
};

describe("media of an encrypted message", () => {
  it("is the encrypted file, whatever else is said", () => {
    const media = readMedia(PICTURE, "lamp.png");
    expect(media).toMatchObject({ mxc: FILE.url, thumbnail: "mxc://example.org/small" });
    // Whoever draws it asks for exactly what was written down.
    expect(sealedFilesOf(PICTURE).map(({ mxc, seal }) => [mxc, seal])).toEqual([
      [media.mxc, media.seal],
      [media.thumbnail, media.thumbnailSeal],
    ]);
  });

  it("has no picture in clear beside it", () => {
    const { thumbnail_file: _, ...info } = PICTURE.info;
    expect(readMedia({ ...PICTURE, info }, "x").thumbnail).toBeUndefined();
  });

  it("may be many: parts of a gallery, new words", () => {
    const gallery = { itemtypes: [{ itemtype: "m.image", file: FILE, info: {} }, null, 3, { file: {} }] };
    expect(sealedFilesOf(gallery)).toHaveLength(1);
    expect(sealedFilesOf({ body: "x", "m.new_content": PICTURE })).toHaveLength(2);
    expect(sealedFilesOf({ body: "x", "m.new_content": 1, itemtypes: "x", info: [] })).toEqual([]);
  });
});
