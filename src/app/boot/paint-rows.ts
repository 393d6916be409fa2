/** Draws a stored list with the classes of the real rows. What a stranger named becomes text nodes, never markup. */
import { dayOf, type SnapshotFace, type SnapshotMark, type SnapshotRoom, type StoredList } from "#lib/list-snapshot.ts";

export interface Moment {
  readonly now: number;
  /** The page's hash, decoded: tells the row that is open. */
  readonly address: string;
}

export function paintRows(place: HTMLElement, list: StoredList, { now, address }: Moment): void {
  const today = list.day === dayOf(now);
  const rows = list.rows.map((row) => {
    switch (row.kind) {
      case "section":
        return element(row.state === "collapsed" ? "sect-head closed" : "sect-head", element("sect-name", row.name));
      case "more":
        return element("row more-row", element("more-text", element("i"), element("more-label", row.name)));
      default:
        return element(rowClass(row, address), avatar(row), element("row-text", nameLine(row, today), markLine(row)));
    }
  });
  place.replaceChildren(...rows);
}

function element(className: string, ...children: readonly (Node | string)[]): HTMLElement {
  const made = document.createElement("span");
  made.className = className;
  made.append(...children);
  return made;
}

function rowClass({ kind, key, unread, mark }: SnapshotRoom, address: string): string {
  const names = ["row"];
  if (address === `#/room/${key}` || address.startsWith(`#/room/${key}/`)) names.push("current");
  if (kind === "room" && unread === "unread") names.push("unread");
  if (mark.kind === "muted") names.push("muted");
  return names.join(" ");
}

function avatar({ kind, faces, shape }: SnapshotRoom): HTMLElement {
  const [first, second] = faces;
  if (!first) return element("av av-36");
  if (second) return element("av duo av-36", face(first, "av av-24"), face(second, "av av-24"));
  // A stranger's picture stays hidden.
  const { letter, hue } = first;
  return face(kind === "invite" ? { letter, hue } : first, `${shape === "room" ? "av room" : "av"} av-36`);
}

function face({ letter, hue, mxc }: SnapshotFace, className: string): HTMLElement {
  const made = element(className);
  made.dataset["person"] = String(hue);
  // Where a picture is about to come, a letter would only flash.
  if (mxc !== undefined) return made;
  const initial = document.createElement("b");
  initial.textContent = letter;
  made.append(initial);
  return made;
}

function nameLine({ name, time, kind }: SnapshotRoom, today: boolean): HTMLElement {
  const named = element("row-name", name);
  named.dir = "auto";
  if (kind === "invite" || time === undefined || !today) return element("row-line", named);
  const when = document.createElement("time");
  when.textContent = time;
  return element("row-line", named, when);
}

function markLine({ mark }: SnapshotRoom): HTMLElement {
  const preview = element("row-prev");
  return mark.kind === "count" ? element("row-line", preview, count(mark)) : element("row-line", preview);
}

function count({ count: number, bound, whom }: Extract<SnapshotMark, { kind: "count" }>): HTMLElement {
  const text = number > 99 ? "99+" : `${number}${bound === "atLeast" ? "+" : ""}`;
  if (whom === "room") return element("count", text);
  return whom === "mention" ? element("count forme", element("at", "@"), text) : element("count forme", text);
}
