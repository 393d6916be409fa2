import { describe, expect, test } from "vitest";
import { CHANGED_STATUS, sealedPath } from "#lib/sw-protocol.ts";
import { encryptAttachment, PIECE } from "#sdk/crypto/attachment.ts";
import { createServeSealed } from "./serve-sealed.ts";
import { surplus } from "./kept-ciphertext.ts";

const SEAL = "ab".repeat(32);
const WISH = { kind: "sealed", server: "hs.example", mediaId: "abc", seal: SEAL } as const;
const SCOPE = "https://chat.example/";
const URL_OF = SCOPE + sealedPath("hs.example", "abc", SEAL);

function bytes(size: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: size }, (_, at) => (at * 31 + (at >> 8)) % 256);
}

async function world(plain: Uint8Array<ArrayBuffer>, mimetype: string | undefined = "video/mp4") {
  const { blob, file } = await encryptAttachment(new Blob([plain]));
  const cipher = new Uint8Array(await blob.arrayBuffer());
  const state = { now: 0, asked: 0, cipher, status: 200 };
  const kept = new Map<string, Blob>();
  const ports = {
    ask: () => {
      state.asked += 1;
      // In pieces that fit nothing.
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          for (let at = 0; at < state.cipher.length; at += 70_001)
            controller.enqueue(state.cipher.subarray(at, at + 70_001));
          controller.close();
        },
      });
      return Promise.resolve(new Response(state.status === 200 ? body : null, { status: state.status }));
    },
    mediaKey: (mxc: string, seal: string) =>
      Promise.resolve(mxc === "mxc://hs.example/abc" && seal === SEAL ? { file, mimetype } : undefined),
    kept: {
      read: (url: string) => Promise.resolve(kept.get(url)),
      write: (url: string, stored: Blob) => Promise.resolve(void kept.set(url, stored)),
      drop: (url: string) => Promise.resolve(void kept.delete(url)),
      clear: () => Promise.resolve(kept.clear()),
    },
    scope: SCOPE,
    now: () => state.now,
  };
  const start = () => createServeSealed(ports);
  return { start, serve: start(), kept, state };
}

function request(range?: string): Request {
  return new Request(URL_OF, range === undefined ? {} : { headers: { Range: range } });
}

async function bodyOf(response: Response): Promise<Buffer> {
  return Buffer.from(await response.arrayBuffer());
}

describe.each([[0], [1], [17], [PIECE], [PIECE * 2 + 77]])("a file of %d bytes", (size) => {
  test("is answered in clear, kept as it came, and asked for once", async () => {
    const plain = bytes(size);
    const { serve, start, kept, state } = await world(plain);
    const response = await serve.serve(request(), WISH, "@a:hs.example");
    expect(response.status).toBe(200);
    expect(response.headers.get("Content-Length")).toBe(String(size));
    expect(response.headers.get("Content-Type")).toBe("video/mp4");
    expect((await bodyOf(response)).equals(Buffer.from(plain))).toBe(true);
    const stored = Buffer.from((await kept.get(URL_OF)?.arrayBuffer()) ?? new ArrayBuffer(0));
    expect(stored.equals(Buffer.from(state.cipher))).toBe(true);
    // The next life of the worker has nothing but what is kept.
    const again = await start().serve(request(), WISH, "@a:hs.example");
    expect((await bodyOf(again)).equals(Buffer.from(plain))).toBe(true);
    expect(state.asked).toBe(1);
  });
});

test.each([
  ["bytes=0-0", 0, 0],
  ["bytes=5-40", 5, 40],
  ["bytes=16-31", 16, 31],
  [`bytes=${PIECE - 3}-${PIECE + 3}`, PIECE - 3, PIECE + 3],
  ["bytes=-9", 2 * PIECE + 68, 2 * PIECE + 76],
  [`bytes=${PIECE + 1}-`, PIECE + 1, 2 * PIECE + 76],
])("%s", async (range, start, end) => {
  const plain = bytes(2 * PIECE + 77);
  const { serve } = await world(plain);
  const response = await serve.serve(request(range), WISH, "@a:hs.example");
  expect(response.status).toBe(206);
  expect(response.headers.get("Content-Range")).toBe(`bytes ${start}-${end}/${plain.length}`);
  expect((await bodyOf(response)).equals(Buffer.from(plain.subarray(start, end + 1)))).toBe(true);
});

test("a range beyond the end", async () => {
  const { serve } = await world(bytes(10));
  expect((await serve.serve(request("bytes=10-"), WISH, "@a:hs.example")).status).toBe(416);
});

test.each([["the first"], ["the last"]])(
  "%s byte flipped: nothing is shown, not even another part, nothing is kept",
  async (which) => {
    const { serve, kept, state } = await world(bytes(PIECE + 5));
    const good = state.cipher.slice();
    const at = which === "the first" ? 0 : state.cipher.length - 1;
    state.cipher[at] = (state.cipher[at] ?? 0) ^ 1;
    for (const range of [undefined, "bytes=100-200"]) {
      const response = await serve.serve(request(range), WISH, "@a:hs.example");
      expect(response.status).toBe(CHANGED_STATUS);
      expect((await bodyOf(response)).length).toBe(0);
    }
    // Who asks why does not make it come again; who tries again later does.
    expect(state.asked).toBe(1);
    expect(kept.size).toBe(0);
    state.now = 10_000;
    state.cipher = good;
    expect((await serve.serve(request(), WISH, "@a:hs.example")).status).toBe(200);
  },
);

test("what was kept and is not what it was any more is fetched again", async () => {
  const plain = bytes(100);
  const { start, kept, state } = await world(plain);
  kept.set(URL_OF, new Blob([bytes(99)]));
  const response = await start().serve(request(), WISH, "@a:hs.example");
  expect((await bodyOf(response)).equals(Buffer.from(plain))).toBe(true);
  expect(state.asked).toBe(1);
  expect(kept.get(URL_OF)?.size).toBe(100);
});

test("without a key there is nothing", async () => {
  const { serve, state } = await world(bytes(10));
  const other = { ...WISH, seal: "cd".repeat(32) };
  expect((await serve.serve(request(), other, "@a:hs.example")).status).toBe(404);
  expect(state.asked).toBe(0);
});

test("what the server refuses is no changed file", async () => {
  const { serve, state } = await world(bytes(10));
  state.status = 403;
  expect((await serve.serve(request(), WISH, "@a:hs.example")).status).toBe(403);
  state.status = CHANGED_STATUS;
  expect((await serve.serve(request(), WISH, "@a:hs.example")).status).toBe(502);
});

test("many askers, one download; after the sign-out nothing is left", async () => {
  const { serve, kept, state } = await world(bytes(10));
  const answers = await Promise.all([1, 2, 3].map(() => serve.serve(request("bytes=0-3"), WISH, "@a:hs.example")));
  expect(answers.map(({ status }) => status)).toEqual([206, 206, 206]);
  expect(state.asked).toBe(1);
  await serve.forget();
  expect(kept.size).toBe(0);
  await serve.serve(request(), WISH, "@b:hs.example");
  expect(state.asked).toBe(2);
});

test.each([["text/html"], ["image/svg+xml"], [undefined]])("%s is a download", async (mimetype) => {
  const { serve } = await world(bytes(10), mimetype ?? "nonsense");
  const response = await serve.serve(request(), WISH, "@a:hs.example");
  expect(response.headers.get("Content-Type")).toBe("application/octet-stream");
  expect(response.headers.get("Content-Disposition")).toBe("attachment");
  expect(response.headers.get("X-Content-Type-Options")).toBe("nosniff");
});

test("the oldest go when there is too much", () => {
  const sizes = new Map([
    ["a", 50],
    ["b", 30],
    ["c", 40],
  ]);
  expect(surplus(sizes, 120)).toEqual([]);
  expect(surplus(sizes, 100)).toEqual(["a"]);
  expect(surplus(sizes, 60)).toEqual(["a", "b"]);
});
