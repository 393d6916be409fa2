import { expect, test } from "vitest";
import type { SealedSession } from "#sdk/store/read-session.ts";
import { createServeMedia } from "./serve-media.ts";

const session: SealedSession = { userId: "@a:hs.example", baseUrl: "https://hs.example", accessToken: "old" };
const keptNothing = {
  read: () => Promise.resolve(undefined),
  write: () => Promise.resolve(),
  drop: () => Promise.resolve(),
  clear: () => Promise.resolve(),
};
const wish = { kind: "download", server: "hs.example", mediaId: "abc" } as const;

interface World {
  readonly answer?: (token: string) => Response;
  readonly sessions?: readonly (SealedSession | undefined)[];
}

function world({ answer, sessions = [session] }: World = {}) {
  const asked: { readonly url: string; readonly init: RequestInit }[] = [];
  let reads = 0;
  const media = createServeMedia({
    mediaKey: () => Promise.resolve(undefined),
    kept: keptNothing,
    scope: "https://chat.example/",
    now: () => 0,
    session: (how) => {
      if (how === "fresh") reads += 1;
      return Promise.resolve(sessions[Math.min(reads, sessions.length - 1)]);
    },
    fetch: (url, init) => {
      asked.push({ url, init });
      const token = new Headers(init.headers).get("Authorization") ?? "";
      return Promise.resolve(answer?.(token) ?? png("0123456789"));
    },
  });
  return { serve: media.serve, asked };
}

function png(body: string, type = "image/png"): Response {
  return new Response(body, { headers: { "Content-Type": type } });
}

function request(headers: Record<string, string> = {}): Request {
  return new Request("https://chat.example/media/download/hs.example/abc", { headers });
}

test("asks the session's server with the token, follows nobody", async () => {
  const { serve, asked } = world();
  const response = await serve(request(), wish);
  expect(response.status).toBe(200);
  expect(await response.text()).toBe("0123456789");
  expect(response.headers.get("Content-Type")).toBe("image/png");
  expect(asked).toHaveLength(1);
  expect(asked[0]?.url).toBe("https://hs.example/_matrix/client/v1/media/download/hs.example/abc");
  expect(asked[0]?.init.redirect).toBe("error");
  expect(asked[0]?.init.credentials).toBe("omit");
});

test("a page that claims to be a picture is an attachment", async () => {
  const { serve } = world({ answer: () => png("<script>", "text/html; charset=utf-8") });
  const response = await serve(request(), wish);
  expect(response.headers.get("Content-Type")).toBe("application/octet-stream");
  expect(response.headers.get("Content-Disposition")).toBe("attachment");
});

test("nobody signed in", async () => {
  const { serve, asked } = world({ sessions: [undefined] });
  expect((await serve(request(), wish)).status).toBe(401);
  expect((await serve(request({ Range: "bytes=0-" }), wish)).status).toBe(401);
  expect(asked).toHaveLength(0);
});

test("a refused token is read again once", async () => {
  const fresh = { ...session, accessToken: "new" };
  const { serve, asked } = world({
    sessions: [session, fresh],
    answer: (token) => (token === "Bearer new" ? png("ok") : new Response(null, { status: 401 })),
  });
  expect((await serve(request(), wish)).status).toBe(200);
  expect(asked).toHaveLength(2);
});

test("what the server refuses stays refused, without its words", async () => {
  const { serve } = world({ answer: () => new Response("<h1>gone</h1>", { status: 404 }) });
  const response = await serve(request(), wish);
  expect(response.status).toBe(404);
  expect(await response.text()).toBe("");
});

test("no network", async () => {
  const { serve } = world({
    answer: () => {
      throw new TypeError("offline");
    },
  });
  expect((await serve(request(), wish)).status).toBe(502);
});

test("parts are cut here, and the file is fetched once", async () => {
  const { serve, asked } = world({ answer: () => png("0123456789", "video/mp4") });
  const middle = await serve(request({ Range: "bytes=2-4" }), wish);
  expect(middle.status).toBe(206);
  expect(await middle.text()).toBe("234");
  expect(middle.headers.get("Content-Range")).toBe("bytes 2-4/10");
  expect(middle.headers.get("Content-Type")).toBe("video/mp4");
  const beyond = await serve(request({ Range: "bytes=10-" }), wish);
  expect(beyond.status).toBe(416);
  expect(beyond.headers.get("Content-Range")).toBe("bytes */10");
  expect(asked).toHaveLength(1);
});

test("what one account was served is not served to the next one", async () => {
  const other = { ...session, userId: "@b:hs.example" };
  const sessions: SealedSession[] = [session];
  const { serve, asked } = world({ sessions, answer: () => png("0123456789", "video/mp4") });
  await serve(request({ Range: "bytes=0-1" }), wish);
  sessions[0] = other;
  await serve(request({ Range: "bytes=0-1" }), wish);
  expect(asked).toHaveLength(2);
});

test("only GET, only what exists", async () => {
  const { serve } = world();
  expect((await serve(request(), "invalid")).status).toBe(404);
  const post = new Request("https://chat.example/media/download/hs.example/abc", { method: "POST" });
  expect((await serve(post, wish)).status).toBe(405);
});
