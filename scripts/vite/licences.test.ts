import { expect, test } from "vitest";
import { shippedPackages } from "./licences.ts";

test("every package that is shipped names a licence that lets it be, and tools are not among them", () => {
  const packages = shippedPackages(process.cwd());
  const names = packages.map(({ name }) => name);
  expect(names).toContain("react");
  expect(names).toContain("@matrix-org/matrix-sdk-crypto-wasm");
  for (const tool of ["vite", "vitest", "typescript", "@matrix-org/olm"]) expect(names).not.toContain(tool);
  const allowed = /^\(?(?:MIT|ISC|BSD-2-Clause|BSD-3-Clause|0BSD|Apache-2\.0)\b/;
  for (const { name, licence } of packages) expect(licence, name).toMatch(allowed);
});
