import type { RoomName } from "#api/people.ts";
import { t } from "#lib/i18n/t.ts";

const list = new Intl.ListFormat("en-GB", { type: "conjunction" });

/** Names joined as a sentence would: "Greta and Sol". */
export function nameList(names: readonly string[]): string {
  return list.format(names);
}

/** A room's name in words. */
export function roomName(name: RoomName): string {
  switch (name.kind) {
    case "named":
      return name.text;
    case "people":
      return name.others > 0
        ? nameList([...name.names, t("room.others", { count: name.others })])
        : nameList(name.names);
    case "empty":
      return name.was.length > 0 ? t("room.emptyWas", { names: nameList(name.was) }) : t("room.empty");
  }
}
