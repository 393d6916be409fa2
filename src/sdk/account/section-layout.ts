/** How each section of the list is ordered and cut off: kept on this device, beside which of them are collapsed. */
import { isUserSection, parseSection, type Section, type SectionLimit, type SectionSort } from "#api/room-list.ts";
import { isObject } from "#sdk/events/envelope.ts";
import type { Store } from "#sdk/store/store.ts";
import type { WriteTxn } from "#sdk/store/writer.ts";

export interface SectionLayout {
  readonly sort: SectionSort;
  readonly limit: SectionLimit;
}

const LAYOUTS = ["sectionLayouts"] as const;
const SORTS: readonly SectionSort[] = ["manual", "activity", "unread", "name"];
const LIMITS: readonly SectionLimit[] = [10, 25, "all"];
const MANUAL: SectionLayout = { sort: "manual", limit: "all" };
const BY_ACTIVITY: SectionLayout = { sort: "activity", limit: "all" };

export function defaultLayout(section: Section): SectionLayout {
  return section === "favourites" || isUserSection(section) ? MANUAL : BY_ACTIVITY;
}

export async function readLayouts(store: Store): Promise<ReadonlyMap<Section, SectionLayout>> {
  const stored = await store.get("meta", LAYOUTS);
  const layouts = new Map<Section, SectionLayout>();
  if (!isObject(stored)) return layouts;
  for (const [key, row] of Object.entries(stored)) {
    const section = parseSection(key);
    if (!section || !isObject(row)) continue;
    const usual = defaultLayout(section);
    const sort = SORTS.find((one) => one === row["sort"]) ?? usual.sort;
    layouts.set(section, {
      sort: sort === "manual" ? usual.sort : sort,
      limit: LIMITS.find((one) => one === row["limit"]) ?? usual.limit,
    });
  }
  return layouts;
}

export function putLayouts(txn: WriteTxn, layouts: ReadonlyMap<Section, SectionLayout>): void {
  txn.put("meta", LAYOUTS, Object.fromEntries(layouts));
  txn.changed("sections");
}
