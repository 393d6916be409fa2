import { it } from "vitest";
import { newUser } from "../../../stack/matrix.mjs";
import { createEncryptedWorld } from "#sdk/testing/encrypted-world.ts";
const world = createEncryptedWorld();
it("x", async () => {
  const ada = await newUser(process.env["HUBBUB_STACK_A"] ?? "");
  const us = await world.begin(ada, { wrap: (http) => ({ ...http, request: async (r) => { const a = await http.request(r); if (r.path.includes("keys/upload")) console.log("UP", JSON.stringify((r.body as any).fallback_keys), Object.keys((r.body as any).one_time_keys ?? {}).length, JSON.stringify(a)); const e=(a as any)?.extensions?.e2ee ; if (e) console.log("E2EE", JSON.stringify(e)); return a; } }) });
  await new Promise((r) => setTimeout(r, 1500));
  await ada.text(await ada.create({}), "x");
  await new Promise((r) => setTimeout(r, 1500));
  console.log(JSON.stringify(Object.entries(await ada.sync({timeout:0})).filter(([k]) => k.startsWith("device"))));
  await world.stop();
});
