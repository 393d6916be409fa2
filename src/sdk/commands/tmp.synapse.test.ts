import { it } from "vitest";
import { openAccount } from "#sdk/testing/account.ts";
it("x", async () => {
  const t0 = Date.now(); const p = (s: string) => console.log(Date.now() - t0, s);
  const ada = await openAccount("http://localhost:8811", { displayName: "Ada" });
  p("opened");
  ada.account.writer.subscribe((c) => p("changes " + [...c.kinds].join()));
  const bo = await openAccount("http://localhost:8811", { displayName: "Bo" });
  p("opened 2");
  await ada.raw.accountData("m.direct", {});
  p("direct set");
  const r = await ada.call("room.startDirect", { userId: bo.userId });
  p("direct " + r.roomId);
  await ada.stop(); p("stopped");
}, 20000);
