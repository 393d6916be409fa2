import { expect, test } from "vitest";
import { pastesFiles } from "./paste.ts";

const png = { name: "cells.png", type: "image/png" };

test.each([
  ["a picture alone", { text: "", files: [png] }, true],
  ["a picture with its name", { text: "cells.png", files: [png] }, true],
  ["a picture with its address", { text: "https://a.example/cells.png", files: [png] }, true],
  ["cells of a table with their picture", { text: "1\t2\n3\t4", files: [png] }, false],
  ["two files", { text: "", files: [png, { name: "a.pdf", type: "application/pdf" }] }, true],
  ["two files with their names", { text: "cells.png a.pdf", files: [png, png] }, false],
  ["words", { text: "hello", files: [] }, false],
])("%s", (_name, pasted, files) => {
  expect(pastesFiles(pasted)).toBe(files);
});
