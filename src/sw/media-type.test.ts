import { expect, test } from "vitest";
import { inlineType } from "#lib/inline-media.ts";
import { mayReceive, mediaHeaders } from "./media-type.ts";

test.each(["image/png", "IMAGE/JPEG", "video/mp4; codecs=avc1", " audio/ogg ;x=y"])("shown: %s", (type) => {
  expect(inlineType(type)).toBe(type.split(";")[0]?.trim().toLowerCase());
});

test.each([null, "", "image/svg+xml", "text/html", "text/plain", "application/pdf", "image/png,text/html", "video/x"])(
  "downloaded: %s",
  (type) => {
    const headers = mediaHeaders(type);
    expect(headers.get("Content-Type")).toBe("application/octet-stream");
    expect(headers.get("Content-Disposition")).toBe("attachment");
  },
);

test("every answer is locked in", () => {
  for (const type of ["image/png", "text/html"]) {
    const headers = mediaHeaders(type);
    expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(headers.get("Content-Security-Policy")).toBe("sandbox; default-src 'none'");
  }
});

test.each(["", "image", "video", "audio"])("may be had for '%s'", (destination) => {
  expect(mayReceive({ mode: "no-cors", destination })).toBe(true);
});

test.each([
  "document",
  "iframe",
  "frame",
  "script",
  "style",
  "worker",
  "sharedworker",
  "serviceworker",
  "audioworklet",
  "object",
  "embed",
  "font",
  "manifest",
  "xslt",
  "json",
])("may not be had for '%s'", (destination) => {
  expect(mayReceive({ mode: "no-cors", destination })).toBe(false);
});

test("never a navigation", () => {
  expect(mayReceive({ mode: "navigate", destination: "" })).toBe(false);
});
