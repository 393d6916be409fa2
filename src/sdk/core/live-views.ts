/**
 * The open views of one tab. A view is computed when it is opened, when a commit touches it and when it asks; results are
 * diffed against what was sent. Always holds: at most one unacknowledged message per view; while it is under way, and
 * while the tab is hidden, changes only mark the view dirty, and the next message says all of it at once. A view that
 * throws is told to its tab alone.
 */
import type { Keyed } from "#api/list-patch.ts";
import type { ToTab, ViewKind, Visibility } from "#api/port.ts";
import type { Log } from "#lib/log.ts";
import { structuralEqual } from "#lib/structural-equal.ts";
import type { Changes } from "#sdk/store/writer.ts";
import type { OpenListView, OpenValueView } from "#sdk/views/view.ts";
import { diffWindow, emptyWindow, fullPatch, type SentWindow } from "./list-diff.ts";
import { toSdkError } from "./to-sdk-error.ts";

export type OpenedView =
  | { readonly kind: "list"; readonly view: OpenListView<unknown, Keyed> }
  | { readonly kind: "value"; readonly view: OpenValueView<unknown, unknown> };

/** `pending`: the core does not know yet who is signed in; `absent`: there is nothing to show (signed out). */
export type OpenResult = OpenedView | "pending" | "absent";
export type OpenView = (kind: ViewKind, name: string, params: unknown, refresh: () => void) => OpenResult;

export interface LiveViews {
  watch(id: number, kind: ViewKind, name: string, params: unknown): void;
  update(id: number, params: unknown): void;
  unwatch(id: number): void;
  ack(id: number, seq: number): void;
  changed(changes: Changes): void;
  setVisibility(visibility: Visibility): void;
  /** Whoever is signed in changed: every view is opened anew. */
  reset(): void;
  close(): void;
}

/** Views that go on in a hidden tab: title and notifications, and who is signed in. */
const UNPAUSED: ReadonlySet<string> = new Set(["badge", "session"]);

type Sent =
  | { readonly kind: "nothing" }
  | { readonly kind: "list"; readonly window: SentWindow<Keyed> }
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "failed" };

interface Entry {
  readonly id: number;
  readonly kind: ViewKind;
  readonly name: string;
  params: unknown;
  opened: OpenResult;
  /** Grows with each opening, so that a slow computation of the previous one is dropped. */
  generation: number;
  dirty: boolean;
  computing: boolean;
  awaiting: number | undefined;
  seq: number;
  sent: Sent;
}

export interface LiveViewsOptions {
  readonly open: OpenView;
  readonly send: (message: ToTab) => void;
  readonly log: Log;
  readonly visibility: Visibility;
}

export function createLiveViews({ open, send, log, visibility: initial }: LiveViewsOptions): LiveViews {
  const entries = new Map<number, Entry>();
  let visibility = initial;
  let scheduled = false;

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    queueMicrotask(() => {
      scheduled = false;
      for (const entry of entries.values()) flush(entry);
    });
  }

  function mark(entry: Entry): void {
    entry.dirty = true;
    schedule();
  }

  function flush(entry: Entry): void {
    if (!entry.dirty || entry.computing || entry.awaiting !== undefined) return;
    if (visibility === "hidden" && !UNPAUSED.has(entry.name)) return;
    entry.dirty = false;
    const { opened, generation } = entry;
    switch (opened) {
      case "pending":
        return;
      case "absent":
        deliver(entry, entry.kind === "list" ? { items: [], from: 0, total: 0 } : undefined);
        return;
      default:
        void compute(entry, opened, generation);
    }
  }

  async function compute(entry: Entry, opened: OpenedView, generation: number): Promise<void> {
    entry.computing = true;
    try {
      const computed = opened.view.compute();
      const result: unknown = computed instanceof Promise ? await computed : computed;
      if (entry.generation === generation && entries.get(entry.id) === entry) deliver(entry, result);
    } catch (error) {
      if (entry.generation === generation && entries.get(entry.id) === entry) fail(entry, error);
    } finally {
      entry.computing = false;
    }
    if (entry.dirty) schedule();
  }

  function next(entry: Entry): number {
    entry.seq += 1;
    entry.awaiting = entry.seq;
    return entry.seq;
  }

  function deliver(entry: Entry, result: unknown): void {
    if (entry.kind === "value") {
      if (entry.sent.kind === "value" && structuralEqual(entry.sent.value, result)) return;
      entry.sent = { kind: "value", value: result };
      send({ t: "value", id: entry.id, seq: next(entry), value: result });
      return;
    }
    const window = result as { items: readonly Keyed[]; from: number; total: number };
    const before = entry.sent.kind === "list" ? entry.sent.window : undefined;
    const { sent, patch } = diffWindow(before ?? emptyWindow(), window);
    entry.sent = { kind: "list", window: sent };
    if (!before) send({ t: "patch", id: entry.id, seq: next(entry), extent: "full", patch: fullPatch(sent) });
    else if (patch) send({ t: "patch", id: entry.id, seq: next(entry), extent: "delta", patch });
  }

  function fail(entry: Entry, error: unknown): void {
    log.error(`view ${entry.name} failed`, error);
    entry.sent = { kind: "failed" };
    send({ t: "viewFailed", id: entry.id, seq: next(entry), error: toSdkError(error) });
  }

  function openEntry(entry: Entry): void {
    const generation = (entry.generation += 1);
    const refresh = () => {
      if (entry.generation === generation && entries.get(entry.id) === entry) mark(entry);
    };
    try {
      entry.opened = open(entry.kind, entry.name, entry.params, refresh);
    } catch (error) {
      entry.opened = "pending";
      fail(entry, error);
      return;
    }
    mark(entry);
  }

  function closeEntry(entry: Entry): void {
    entry.generation += 1;
    if (typeof entry.opened === "string") return;
    try {
      entry.opened.view.close();
    } catch (error) {
      log.error(`view ${entry.name} did not close`, error);
    }
    entry.opened = "pending";
  }

  return {
    watch(id, kind, name, params) {
      const entry: Entry = {
        id,
        kind,
        name,
        params,
        opened: "pending",
        generation: 0,
        dirty: false,
        computing: false,
        awaiting: undefined,
        seq: 0,
        sent: { kind: "nothing" },
      };
      entries.set(id, entry);
      openEntry(entry);
    },
    update(id, params) {
      const entry = entries.get(id);
      if (!entry) return;
      entry.params = params;
      if (typeof entry.opened !== "string") {
        try {
          entry.opened.view.update(params);
        } catch (error) {
          fail(entry, error);
          return;
        }
      }
      mark(entry);
    },
    unwatch(id) {
      const entry = entries.get(id);
      if (!entry) return;
      entries.delete(id);
      closeEntry(entry);
    },
    ack(id, seq) {
      const entry = entries.get(id);
      if (entry?.awaiting !== seq) return;
      entry.awaiting = undefined;
      if (entry.dirty) schedule();
    },
    changed(changes) {
      for (const entry of entries.values()) {
        if (typeof entry.opened === "string" || entry.dirty) continue;
        // A view that can't even say whether it is affected is computed, and fails there, where failing is handled.
        let affected = true;
        try {
          affected = entry.opened.view.affectedBy(changes);
        } catch (error) {
          log.error(`view ${entry.name} could not judge a change`, error);
        }
        if (affected) mark(entry);
      }
    },
    setVisibility(now) {
      visibility = now;
      if (now === "visible") schedule();
    },
    reset() {
      for (const entry of entries.values()) {
        closeEntry(entry);
        openEntry(entry);
      }
    },
    close() {
      for (const entry of entries.values()) closeEntry(entry);
      entries.clear();
    },
  };
}
