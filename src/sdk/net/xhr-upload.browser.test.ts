import { expect, it } from "vitest";
import { systemClock } from "#lib/system-clock.ts";
import { createHttp } from "./create-http.ts";

const log = { error: () => undefined, info: () => undefined, debug: () => undefined };

function http(baseUrl: string) {
  return createHttp({ baseUrl, token: () => "secret", clock: systemClock, log });
}

const blob = new Blob([new Uint8Array(300_000)], { type: "image/png" });

it("reports how much was sent, and the server's refusal", async () => {
  const sent: number[] = [];
  const upload = http(location.origin).upload({
    path: "/_matrix/media/v3/upload",
    blob,
    contentType: "image/png",
    onProgress: (bytes, total) => {
      expect(total).toBe(blob.size);
      sent.push(bytes);
    },
  });
  await expect(upload).rejects.toMatchObject({ error: { kind: "matrix", status: 404 } });
  expect(sent.at(-1)).toBe(blob.size);
});

it("is offline where nothing answers, and cancelled when aborted", async () => {
  const dead = http("http://127.0.0.1:9");
  await expect(dead.upload({ path: "/u", blob, contentType: "image/png" })).rejects.toMatchObject({
    error: { kind: "offline" },
  });
  const abort = new AbortController();
  const upload = http(location.origin).upload({ path: "/u", blob, contentType: "image/png", signal: abort.signal });
  abort.abort();
  await expect(upload).rejects.toMatchObject({ error: { kind: "cancelled" } });
});
