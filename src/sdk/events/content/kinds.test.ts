import { describe, expect, test } from "vitest";
import type { JsonObject } from "#sdk/events/envelope.ts";
import { parseGeo } from "./geo.ts";
import { decodeMessage, type MessageContent } from "./message.ts";
import { decodePoll, readSelections } from "./poll.ts";
import { readWaveform } from "./waveform.ts";

function message(content: JsonObject): MessageContent {
  const decoded = decodeMessage(content);
  if (decoded.kind === "invalid") throw new Error(decoded.reason);
  return decoded.value;
}

describe("places", () => {
  test.each([
    ["geo:52.5,13.4", { latitude: 52.5, longitude: 13.4, accuracy: undefined }],
    ["geo:-33.85,151.2,12;u=35", { latitude: -33.85, longitude: 151.2, accuracy: 35 }],
    ["geo:48.2,16.3;crs=WGS84;u=2.5", { latitude: 48.2, longitude: 16.3, accuracy: 2.5 }],
    ["geo:0,0;u=99999999", { latitude: 0, longitude: 0, accuracy: undefined }],
  ])("%s", (uri, place) => expect(parseGeo(uri)).toEqual(place));

  test.each([
    ["geo:91,0"],
    ["geo:0,181"],
    ["geo:1e3,2"],
    ["geo:52.5"],
    ["geo:52.5,13.4;crs=moon"],
    ["geo:52.5,13.4 onclick=x"],
    ["geo:52.5,13.4;u=10\njavascript:x"],
    ["javascript:geo:1,2"],
    [`geo:1,2;${"a=b;".repeat(100)}`],
    [{}],
  ])("%s is no place", (uri) => expect(parseGeo(uri)).toBeUndefined());

  test("the newer form counts where the older one says nothing", () => {
    const content = {
      msgtype: "m.location",
      body: "the slip",
      geo_uri: "nowhere",
      "org.matrix.msc3488.location": { uri: "geo:1,2" },
    };
    expect(message(content)).toMatchObject({ geoUri: "geo:1,2", place: { latitude: 1, longitude: 2 } });
  });
});

describe("waveforms", () => {
  test("have 32 bars from 0 to 100, the loudest of each part", () => {
    expect(readWaveform([0, 512, 1024])).toHaveLength(32);
    expect(readWaveform([0, 512, 1024])?.at(-1)).toBe(100);
    const long = Array.from({ length: 320 }, (_, index) => (index % 10 === 3 ? 1024 : 0));
    expect(readWaveform(long)).toEqual(Array.from({ length: 32 }, () => 100));
    expect(readWaveform([-5, 9_999])).toContain(100);
  });

  test.each([[undefined], [[]], [["1"]], [[NaN]], [{ length: 3 }], [[0, 0]]])("%j is none", (value) =>
    expect(readWaveform(value)).toBeUndefined(),
  );

  test("come with voice messages", () => {
    const content = {
      msgtype: "m.audio",
      body: "voice.ogg",
      url: "mxc://a.example/v",
      "org.matrix.msc3245.voice": {},
      "org.matrix.msc1767.audio": { duration: 4_000, waveform: [0, 1024] },
    };
    const decoded = message(content);
    expect(decoded.kind).toBe("voice");
    expect("media" in decoded && decoded.media.duration).toBe(4_000);
    expect("media" in decoded && decoded.media.waveform).toHaveLength(32);
  });
});

describe("galleries", () => {
  const image = { itemtype: "m.image", body: "a.jpg", url: "mxc://a.example/a", info: { w: 4, h: 3 } };

  test.each([["m.gallery"], ["dm.filament.gallery"]])("%s", (msgtype) => {
    const parts = [image, { ...image, itemtype: "m.dance" }, null, { ...image, itemtype: "m.file", filename: "b.pdf" }];
    expect(message({ msgtype, body: "the trip", itemtypes: parts })).toMatchObject({
      kind: "gallery",
      caption: { body: "the trip" },
      parts: [
        { kind: "image", media: { name: "a.jpg", width: 4 } },
        { kind: "file", media: { name: "b.pdf" } },
      ],
    });
  });

  test("of nothing are their text; of too much end", () => {
    expect(message({ msgtype: "m.gallery", body: "x", itemtypes: "no" })).toMatchObject({ kind: "text" });
    const many = message({ msgtype: "m.gallery", body: "", itemtypes: Array.from({ length: 500 }, () => image) });
    expect(many).toMatchObject({ kind: "gallery", caption: undefined });
    expect("parts" in many && many.parts.length).toBe(40);
  });
});

describe("polls", () => {
  test("say whether votes are secret and how many count", () => {
    const poll = (extra: JsonObject) =>
      decodePoll({ "m.poll": { question: { "m.text": "x" }, answers: [{ "m.id": "1", "m.text": "y" }], ...extra } });
    expect(poll({ kind: "m.disclosed", max_selections: 2 })).toMatchObject({ value: { votes: "open", most: 2 } });
    expect(poll({ kind: "org.matrix.msc3381.poll.undisclosed" })).toMatchObject({
      value: { votes: "secret", most: 1 },
    });
    expect(poll({ max_selections: -1 })).toMatchObject({ value: { votes: "secret", most: 1 } });
  });

  test("votes, stable and old", () => {
    expect(readSelections({ "m.selections": ["a", 1, "b"] })).toEqual(["a", "b"]);
    expect(readSelections({ "org.matrix.msc3381.poll.response": { answers: ["a"] } })).toEqual(["a"]);
    expect(readSelections({ "org.matrix.msc3381.poll.response": "a" })).toEqual([]);
  });
});
