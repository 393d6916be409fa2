import { describe, expect, it } from "vitest";
import { openArrival } from "./arrival.ts";

describe("openArrival", () => {
  it("takes a login token and its attempt out of the query, and leaves the rest", () => {
    expect(openArrival("https://chat.example/app/?host=dedicated&attempt=n1&loginToken=secret")).toEqual({
      arrival: { kind: "sso", nonce: "n1", loginToken: "secret" },
      clean: "https://chat.example/app/?host=dedicated",
    });
  });

  it("takes out a token nobody here asked for", () => {
    const { arrival, clean } = openArrival("https://chat.example/?loginToken=foreign#/room/!a:b");
    expect(arrival).toEqual({ kind: "sso", nonce: "", loginToken: "foreign" });
    expect(clean).toBe("https://chat.example/#/room/!a:b");
  });

  it("reads OAuth answers in the fragment and in the query", () => {
    expect(openArrival("https://chat.example/#state=s&code=c")).toEqual({
      arrival: { kind: "oauth", state: "s", code: "c" },
      clean: "https://chat.example/",
    });
    expect(openArrival("https://chat.example/?state=s&error=access_denied&error_description=no")).toEqual({
      arrival: { kind: "oauth", state: "s", error: "access_denied" },
      clean: "https://chat.example/",
    });
  });

  it("leaves ordinary addresses alone", () => {
    for (const href of ["https://chat.example/", "https://chat.example/#/room/!a:b?state=s&code=c"]) {
      expect(openArrival(href)).toEqual({ arrival: undefined, clean: undefined });
    }
  });
});
