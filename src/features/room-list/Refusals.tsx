import { useEffect, useRef } from "react";
import { showToast } from "#client/ui-store.ts";
import { callVerb } from "#client/use-verb.ts";
import { useValueView } from "#client/use-view.ts";
import { t } from "#lib/i18n/t.ts";
import { errorText } from "#ui/error-text.ts";
import { roomName } from "#ui/room-name.ts";

/** Says what the server refused long after it was asked. Draws nothing. */
export function Refusals() {
  const refusals = useValueView("refusals", {});
  const said = useRef(0);
  useEffect(() => {
    const fresh = refusals?.filter(({ id }) => id > said.current) ?? [];
    const last = fresh.at(-1);
    if (!last) return;
    said.current = last.id;
    for (const { name, error } of fresh) {
      showToast({ text: t("roomList.undone", { name: roomName(name), why: errorText(error) }) });
    }
    void callVerb("roomList.heardRefusals", { upTo: last.id }, { onError: "caller" });
  }, [refusals]);
  return null;
}
