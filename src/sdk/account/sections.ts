/**
 * Sections of the user's own: which there are and in what order, in account data of ours (`chat.hubbub.sections`), so
 * that one without rooms exists and the order is the same everywhere. Which rooms stand in one is not said here but by
 * the rooms' tags. Each section carries the time of the last word about it; two browsers that write at once keep both
 * words. Shown and on disk at once, told until the server agrees.
 */
import { Failure } from "#api/errors.ts";
import { isUserSection, type UserSection } from "#api/room-list.ts";
import { structuralEqual } from "#lib/structural-equal.ts";
import { isObject } from "#sdk/events/envelope.ts";
import { retryClass, retrying } from "#sdk/net/retry.ts";
import type { WriteTxn } from "#sdk/store/writer.ts";
import type { AccountContext } from "./context.ts";
import { contentOf, mergeEntries, parseEntries, withEntry, type Entries } from "./settings-entries.ts";

export const SECTIONS_TYPE = "chat.hubbub.sections";
const ROW = ["ownSections"] as const;
const TRIES = 6;
const MOST = 100;

/** Sections of the user's own by their place, ascending: top to bottom. */
export type SectionOrder = ReadonlyMap<UserSection, number>;

export interface OwnSections {
  readonly ready: Promise<void>;
  /** The same object until a section or its order changes. */
  order(): SectionOrder;
  /** Within a write: says where sections stand, or that they are gone. */
  put(txn: WriteTxn, places: ReadonlyMap<UserSection, number | "gone">): void;
  /** After that write. */
  tell(): void;
}

function orderOf(entries: Entries): SectionOrder {
  const order = new Map<UserSection, number>();
  for (const [key, { value }] of Object.entries(entries)) {
    const at = isObject(value) ? value["order"] : undefined;
    if (isUserSection(key) && typeof at === "number" && Number.isFinite(at) && order.size < MOST) order.set(key, at);
  }
  return order;
}

export function createOwnSections(ctx: AccountContext): OwnSections {
  const { store, writer, rooms, http, clock, log, session, sync } = ctx;
  const path = `/_matrix/client/v3/user/${encodeURIComponent(session.userId)}/account_data/${SECTIONS_TYPE}`;
  let entries: Entries = {};
  let order: SectionOrder = new Map();
  let state: "idle" | "telling" | "again" = "idle";

  function follow(next: Entries): void {
    entries = next;
    const now = orderOf(next);
    if (!structuralEqual([...now], [...order])) order = now;
  }

  function save(txn: WriteTxn, next: Entries): void {
    txn.put("meta", ROW, contentOf(next));
    txn.changed("sections");
    txn.onCommit(() => follow(next));
  }

  async function merge(remote: Entries): Promise<void> {
    await writer.write((txn) => {
      const next = mergeEntries(entries, remote);
      if (!structuralEqual(next, entries)) save(txn, next);
    });
  }

  const heard = (): Entries => parseEntries(rooms.accountData(SECTIONS_TYPE));

  async function load(): Promise<void> {
    follow(mergeEntries(parseEntries(await store.get("meta", ROW)), heard()));
  }

  async function hear(): Promise<void> {
    await merge(heard());
    if (!structuralEqual(entries, heard()) && Object.keys(entries).length > 0) void tell();
  }

  async function remote(): Promise<Entries> {
    try {
      return parseEntries(await http.request({ method: "GET", path }));
    } catch (cause) {
      if (cause instanceof Failure && cause.error.kind === "matrix" && cause.error.status === 404) return {};
      throw cause;
    }
  }

  /** Reads before it writes: another browser may have said something meanwhile. */
  async function tellOnce(): Promise<void> {
    const there = await remote();
    await merge(there);
    if (structuralEqual(entries, there)) return;
    await http.request({ method: "PUT", path, body: contentOf(entries) });
  }

  async function tell(): Promise<void> {
    if (state !== "idle") {
      state = "again";
      return;
    }
    try {
      do {
        state = "telling";
        await retrying(tellOnce, { clock, classes: ["limited", "server"], attempts: TRIES });
      } while (nowState() === "again");
    } catch (cause) {
      const later = cause instanceof Failure && (retryClass(cause.error) || cause.error.kind === "signed-out");
      if (!later) log.error("the sections are not told", cause);
    } finally {
      state = "idle";
    }
  }
  // Others change it while the loop waits, which the compiler does not see.
  const nowState = (): typeof state => state;

  let reading = load();
  const ready = reading;
  ready.catch((cause: unknown) => log.error("the sections can't be read", cause));
  const inTurn = (): void => {
    reading = reading.then(hear).catch((cause: unknown) => log.info("the sections are not merged", cause));
  };
  writer.subscribe(({ kinds }) => {
    const live = kinds.has("connection") && sync.connection().state === "live";
    if (live || kinds.has("accountData")) inTurn();
  });

  return {
    ready,
    order: () => order,
    put: (txn, places) => {
      let next = entries;
      for (const [section, place] of places) {
        next = withEntry(next, section, place === "gone" ? undefined : { order: place }, clock.now());
      }
      save(txn, next);
    },
    tell: () => void tell(),
  };
}

// Views and verbs of one account are made by separate calls but share what they know.
const shared = new WeakMap<AccountContext, OwnSections>();

export function ownSectionsOf(ctx: AccountContext): OwnSections {
  const known = shared.get(ctx);
  if (known) return known;
  const made = createOwnSections(ctx);
  shared.set(ctx, made);
  return made;
}
