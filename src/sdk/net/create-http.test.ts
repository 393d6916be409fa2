import { describe, expect, it, vi } from "vitest";
import { Failure, type SdkError } from "#api/errors.ts";
import { silentLog } from "#sdk/testing/event-factory.ts";
import { createFakeClock, settle } from "#sdk/testing/fake-clock.ts";
import { createHttp, type HttpOptions } from "./create-http.ts";

type Answer = (url: string, init: RequestInit) => Promise<Response>;

function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers });
}

function setup(answer: Answer, options: Partial<HttpOptions> = {}) {
  const clock = createFakeClock();
  const calls: { readonly url: string; readonly init: RequestInit }[] = [];
  const fake = (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const url = typeof input === "string" ? input : input instanceof URL ? input.href : input.url;
    calls.push({ url, init });
    return answer(url, init);
  };
  const http = createHttp({
    baseUrl: "https://a.example/",
    token: () => "secret",
    fetch: fake,
    clock,
    log: silentLog,
    ...options,
  });
  return { http, clock, calls };
}

async function errorOf(work: Promise<unknown>): Promise<SdkError> {
  try {
    await work;
  } catch (cause) {
    if (cause instanceof Failure) return cause.error;
    throw cause;
  }
  throw new Error("did not fail");
}

/** Never answers; rejects when aborted, as fetch does. */
const silence: Answer = (_url, init) =>
  new Promise((_resolve, reject) =>
    init.signal?.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError"))),
  );

describe("createHttp", () => {
  it("sends method, query, JSON body and the token, and nothing that identifies the page", async () => {
    const { http, calls } = setup(async () => json({ ok: 1 }));
    const answer = await http.request({
      method: "POST",
      path: "/x",
      query: { a: "b c", via: ["1", "2"], no: undefined, n: 3 },
      body: { q: 1 },
    });
    expect(answer).toEqual({ ok: 1 });
    expect(calls[0]?.url).toBe("https://a.example/x?a=b+c&via=1&via=2&n=3");
    expect(calls[0]?.init).toMatchObject({
      method: "POST",
      body: '{"q":1}',
      credentials: "omit",
      referrerPolicy: "no-referrer",
      headers: { Authorization: "Bearer secret", "Content-Type": "application/json" },
    });
  });

  it("sends no token where none is wanted, and refuses where one is missing", async () => {
    const { http, calls } = setup(async () => json({}), { token: () => undefined });
    await http.request({ method: "GET", path: "/x", auth: "none" });
    expect(calls[0]?.init.headers).toEqual({});
    expect(await errorOf(http.request({ method: "GET", path: "/x" }))).toEqual({ kind: "signed-out" });
    expect(calls.length).toBe(1);
  });

  it("knows offline, timeout and cancelled apart", async () => {
    expect(
      await errorOf(
        setup(async () => Promise.reject(new TypeError("Failed to fetch"))).http.request({ method: "GET", path: "/x" }),
      ),
    ).toEqual({ kind: "offline" });
    const slow = setup(silence);
    const timed = errorOf(slow.http.request({ method: "GET", path: "/x", timeoutMs: 500 }));
    await slow.clock.advance(500);
    expect(await timed).toEqual({ kind: "timeout" });
    const abort = new AbortController();
    const cancelled = errorOf(setup(silence).http.request({ method: "GET", path: "/x", signal: abort.signal }));
    await settle();
    abort.abort();
    expect(await cancelled).toEqual({ kind: "cancelled" });
    expect(await errorOf(setup(silence).http.request({ method: "GET", path: "/x", signal: abort.signal }))).toEqual({
      kind: "cancelled",
    });
  });

  it("leaves no timer behind", async () => {
    const { http, clock } = setup(async () => json({}));
    await http.request({ method: "GET", path: "/x" });
    await settle();
    expect(clock.sleeping().count).toBe(0);
  });

  it("reads a server's error, and one that is not the server's", async () => {
    expect(
      await errorOf(
        setup(async () => json({ errcode: "M_FORBIDDEN", error: "no" }, 403)).http.request({
          method: "GET",
          path: "/x",
        }),
      ),
    ).toEqual({
      kind: "matrix",
      status: 403,
      errcode: "M_FORBIDDEN",
      message: "no",
      retryAfterMs: undefined,
    });
    expect(
      await errorOf(
        setup(async () => new Response("<html>", { status: 502 })).http.request({ method: "GET", path: "/x" }),
      ),
    ).toMatchObject({ status: 502, errcode: "M_UNKNOWN" });
    expect(
      await errorOf(
        setup(async () => json({ errcode: 5, error: {} }, 400)).http.request({ method: "GET", path: "/x" }),
      ),
    ).toMatchObject({ errcode: "M_UNKNOWN", message: "" });
  });

  it("reads how long to wait from the body or the header, within bounds", async () => {
    const wait = async (response: Response): Promise<unknown> => {
      const error = await errorOf(setup(async () => response).http.request({ method: "GET", path: "/x" }));
      return error.kind === "matrix" ? error.retryAfterMs : error;
    };
    expect(await wait(json({ errcode: "M_LIMIT_EXCEEDED", retry_after_ms: 1234.5 }, 429))).toBe(1235);
    expect(await wait(json({ errcode: "M_LIMIT_EXCEEDED" }, 429, { "Retry-After": "3" }))).toBe(3000);
    expect(await wait(json({}, 429, { "Retry-After": new Date(1_700_000_000_000 + 5_000).toUTCString() }))).toBe(5000);
    expect(await wait(json({ retry_after_ms: 1e12 }, 429))).toBe(15 * 60_000);
    expect(await wait(json({ retry_after_ms: -5 }, 429))).toBe(0);
    expect(await wait(json({ retry_after_ms: "soon" }, 429))).toBeUndefined();
  });

  it("takes what is not JSON, or was cut, for no answer", async () => {
    expect(
      await errorOf(setup(async () => new Response("<html>portal</html>")).http.request({ method: "GET", path: "/x" })),
    ).toEqual({ kind: "offline" });
    expect(await errorOf(setup(async () => new Response('{"a":')).http.request({ method: "GET", path: "/x" }))).toEqual(
      { kind: "offline" },
    );
    const cut = new ReadableStream({ pull: (controller) => controller.error(new TypeError("terminated")) });
    expect(await errorOf(setup(async () => new Response(cut)).http.request({ method: "GET", path: "/x" }))).toEqual({
      kind: "offline",
    });
  });

  it("stops reading a body that is too long", async () => {
    let pulled = 0;
    const endless = new ReadableStream({
      pull: (controller) => {
        pulled += 1;
        controller.enqueue(new Uint8Array(1000));
      },
    });
    const { http } = setup(async () => new Response(endless), { maxJsonBytes: 5000 });
    expect(await errorOf(http.request({ method: "GET", path: "/x" }))).toMatchObject({
      kind: "matrix",
      errcode: "M_TOO_LARGE",
    });
    expect(pulled).toBeLessThan(20);
  });

  it("tells once the token is unknown, but not for a token that is no longer ours", async () => {
    const onUnknownToken = vi.fn<(logout: "soft" | "hard") => void>();
    const unknown = setup(async () => json({ errcode: "M_UNKNOWN_TOKEN" }, 401), { onUnknownToken });
    expect(await errorOf(unknown.http.request({ method: "GET", path: "/x" }))).toEqual({ kind: "signed-out" });
    expect(onUnknownToken.mock.calls).toEqual([["hard"]]);
    const soft = setup(async () => json({ errcode: "M_UNKNOWN_TOKEN", soft_logout: true }, 401), { onUnknownToken });
    expect(await errorOf(soft.http.request({ method: "GET", path: "/x" }))).toMatchObject({ kind: "matrix" });
    expect(onUnknownToken.mock.calls[1]).toEqual(["soft"]);
    let token = "old";
    const late = setup(
      async () => {
        token = "new";
        return json({ errcode: "M_UNKNOWN_TOKEN" }, 401);
      },
      { onUnknownToken, token: () => token },
    );
    await errorOf(late.http.request({ method: "GET", path: "/x" }));
    expect(onUnknownToken).toHaveBeenCalledTimes(2);
  });

  it("asks once more with a renewed token, and gives up when there is none", async () => {
    let token = "old";
    const onUnknownToken = vi.fn<(logout: "soft" | "hard") => void>();
    const renew = vi.fn(async (): Promise<"renewed" | "ended"> => {
      token = "new";
      return "renewed";
    });
    const keeper = { ready: () => undefined, renew };
    const asks = async (_url: unknown, init: RequestInit): Promise<Response> =>
      new Headers(init.headers).get("Authorization") === "Bearer new"
        ? json({ fine: true })
        : json({ errcode: "M_UNKNOWN_TOKEN", soft_logout: true }, 401);
    const { http, calls } = setup(asks, { keeper, onUnknownToken, token: () => token });
    expect(await http.request({ method: "PUT", path: "/x", body: { text: "once" } })).toEqual({ fine: true });
    expect(calls.map(({ init }) => init.body)).toEqual(['{"text":"once"}', '{"text":"once"}']);
    expect(await http.upload({ path: "/u", blob: new Blob(["a"]), contentType: "text/plain" })).toEqual({ fine: true });
    expect(onUnknownToken).not.toHaveBeenCalled();

    token = "ended";
    renew.mockImplementation(async () => "ended");
    expect(await errorOf(http.request({ method: "GET", path: "/x" }))).toMatchObject({ kind: "matrix", status: 401 });
    expect(onUnknownToken.mock.calls).toEqual([["soft"]]);
    renew.mockImplementation(() => Promise.reject(new Failure({ kind: "offline" })));
    expect(await errorOf(http.request({ method: "GET", path: "/x" }))).toEqual({ kind: "offline" });
    expect(onUnknownToken).toHaveBeenCalledTimes(1);
  });

  it("sends forms, and takes a challenge for an answer where one is expected", async () => {
    const CHALLENGE = { flows: [{ stages: ["m.login.dummy"] }], session: "s" };
    const { http, calls } = setup(async () => json(CHALLENGE, 401));
    const form = { grant_type: "x", "a b": "c&d" };
    expect(await http.request({ method: "POST", path: "/x", form, challenge: "return" })).toEqual(CHALLENGE);
    expect(calls[0]?.init).toMatchObject({
      body: "grant_type=x&a+b=c%26d",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
    });
    expect(await errorOf(http.request({ method: "POST", path: "/x", body: {} }))).toMatchObject({ status: 401 });
  });

  it("downloads blobs with their type and uploads them with theirs", async () => {
    const { http, calls } = setup(async (_url, init) =>
      init.method === "GET"
        ? new Response("abc", { headers: { "Content-Type": "image/png" } })
        : json({ content_uri: "mxc://a/b" }),
    );
    const blob = await http.download({ path: "/m" });
    expect([blob.type, await blob.text()]).toEqual(["image/png", "abc"]);
    const sent: number[] = [];
    expect(
      await http.upload({
        path: "/u",
        query: { filename: "a b.png" },
        blob,
        contentType: "image/png",
        onProgress: (bytes) => sent.push(bytes),
      }),
    ).toEqual({ content_uri: "mxc://a/b" });
    expect(calls[1]?.url).toBe("https://a.example/u?filename=a+b.png");
    expect(calls[1]?.init).toMatchObject({ method: "POST", headers: { "Content-Type": "image/png" } });
    expect(sent).toEqual([3]);
  });
});
