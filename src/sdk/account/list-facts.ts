/**
 * What the room list shows beside the rooms' records: drafts and how its sections are shown. Read from disk once, then
 * kept by listening to the commits that touch them.
 */
import type { RoomId } from "#api/ids.ts";
import { parseRoomId } from "#api/ids.ts";
import { parseSection, type Section } from "#api/room-list.ts";
import type { Store } from "#sdk/store/store.ts";
import type { WriteTxn } from "#sdk/store/writer.ts";
import type { AccountContext } from "./context.ts";
import { readLayouts, type SectionLayout } from "./section-layout.ts";

const COLLAPSED = ["collapsedSections"] as const;

export interface ListFacts {
  readonly ready: Promise<void>;
  /** Replaced, never mutated. */
  drafts(): ReadonlyMap<RoomId, string>;
  collapsed(): ReadonlySet<Section>;
  layouts(): ReadonlyMap<Section, SectionLayout>;
}

export async function readCollapsed(store: Store): Promise<ReadonlySet<Section>> {
  const stored = await store.get("meta", COLLAPSED);
  const names: readonly unknown[] = Array.isArray(stored) ? stored : [];
  return new Set(names.flatMap((name) => parseSection(name) ?? []));
}

export function putCollapsed(txn: WriteTxn, collapsed: ReadonlySet<Section>): void {
  txn.put("meta", COLLAPSED, [...collapsed]);
  txn.changed("sections");
}

export function createListFacts({ store, writer, log }: AccountContext): ListFacts {
  let drafts: ReadonlyMap<RoomId, string> = new Map();
  let collapsed: ReadonlySet<Section> = new Set();
  let layouts: ReadonlyMap<Section, SectionLayout> = new Map();
  let reading = load();

  async function loadDrafts(): Promise<void> {
    const next = new Map<RoomId, string>();
    for (const { key, value } of await store.range("drafts", {})) {
      const roomId = parseRoomId(key[0]);
      if (roomId && typeof value === "string") next.set(roomId, value);
    }
    drafts = next;
  }

  async function loadSections(): Promise<void> {
    [collapsed, layouts] = await Promise.all([readCollapsed(store), readLayouts(store)]);
  }

  async function load(): Promise<void> {
    await Promise.all([loadDrafts(), loadSections()]);
  }

  async function reload(rooms: ReadonlySet<RoomId> | undefined, sections: boolean): Promise<void> {
    if (sections) await loadSections();
    if (!rooms) return;
    const ids = [...rooms];
    const values = await store.getMany(
      "drafts",
      ids.map((roomId) => [roomId]),
    );
    const next = new Map(drafts);
    ids.forEach((roomId, index) => {
      const value = values[index];
      if (typeof value === "string") next.set(roomId, value);
      else next.delete(roomId);
    });
    drafts = next;
  }

  // Whoever computes awaits `ready`, so what a commit announced is always read before it is shown.
  writer.subscribe(({ kinds, rooms }) => {
    if (!kinds.has("drafts") && !kinds.has("sections")) return;
    const touched = kinds.has("drafts") ? rooms.get("drafts") : undefined;
    reading = reading
      .then(() => reload(touched, kinds.has("sections")))
      .catch((cause: unknown) => log.error("the list's facts can't be read", cause));
  });

  return {
    get ready() {
      return reading;
    },
    drafts: () => drafts,
    collapsed: () => collapsed,
    layouts: () => layouts,
  };
}

// Views and verbs of one account are made by separate calls but share what they know.
const shared = new WeakMap<AccountContext, ListFacts>();

export function listFactsOf(ctx: AccountContext): ListFacts {
  const known = shared.get(ctx);
  if (known) return known;
  const made = createListFacts(ctx);
  shared.set(ctx, made);
  return made;
}
