/**
 * Events that could not be opened when they came: tried again when a key arrives or the engine is there at last, rooms on
 * screen first, newest first, a few per write. Each lies on disk as it came until it is open.
 */
import type { EventId, RoomId } from "#api/ids.ts";
import type { Clock } from "#lib/clock.ts";
import type { Log } from "#lib/log.ts";
import { asString, isObject, type MatrixEvent } from "#sdk/events/envelope.ts";
import type { RoomsInternals } from "#sdk/rooms/create-rooms.ts";
import { asStoredEvent } from "#sdk/rooms/disk.ts";
import { refreshPreview } from "#sdk/rooms/preview.ts";
import type { Store } from "#sdk/store/store.ts";
import type { Writer } from "#sdk/store/writer.ts";
import { openEvent } from "./open-event.ts";
import type { Engine } from "./engine.ts";
import type { ReplayGuard } from "./replay-guard.ts";
import { saveOpened } from "./save-opened.ts";

export interface Backlog {
  /** Sessions whose keys came, or `all`; `new` for events nobody tried yet. */
  look(roomId: RoomId, what: ReadonlySet<string> | "all" | "new"): void;
  /** Rooms with events that nobody tried. */
  lookEverywhere(what: "all" | "new"): Promise<void>;
  stop(): void;
}

interface ClosedRow {
  readonly event: MatrixEvent;
  readonly sessionId: string | undefined;
  readonly tried: boolean;
}

const PER_WRITE = 16;
const PAGE = 200;

export function createBacklog(deps: {
  readonly store: Store;
  readonly writer: Writer;
  readonly rooms: RoomsInternals;
  readonly guard: ReplayGuard;
  readonly clock: Clock;
  readonly log: Log;
  readonly engine: () => Engine | undefined;
  readonly onTried: (roomId: RoomId, event: MatrixEvent) => void;
}): Backlog {
  const { store, writer, rooms, guard, clock, log } = deps;
  const wanted = new Map<RoomId, Set<string> | "all" | "new">();
  let life: "idle" | "running" | "stopped" = "idle";

  function isStopped(): boolean {
    return life === "stopped";
  }

  function nextRoom(): RoomId | undefined {
    for (const roomId of wanted.keys()) if (rooms.timeline(roomId)) return roomId;
    return wanted.keys().next().value;
  }

  async function rowsOf(roomId: RoomId): Promise<ClosedRow[]> {
    const found: ClosedRow[] = [];
    let after: readonly [string, string] | undefined;
    for (;;) {
      const rows = await store.range("closed", { prefix: [roomId], limit: PAGE, ...(after ? { after } : {}) });
      for (const row of rows) {
        const closedRow = readClosed(row.value);
        if (closedRow) found.push(closedRow);
      }
      const last = rows.at(-1)?.key;
      if (rows.length < PAGE || !last) break;
      after = [String(last[0]), String(last[1])];
    }
    return found.sort((a, b) => b.event.ts - a.event.ts);
  }

  async function lookIn(engine: Engine, roomId: RoomId, what: ReadonlySet<string> | "all" | "new"): Promise<void> {
    const rows = (await rowsOf(roomId)).filter((row) =>
      what === "all" ? true : what === "new" ? !row.tried : row.sessionId !== undefined && what.has(row.sessionId),
    );
    for (let at = 0; at < rows.length && !isStopped(); at += PER_WRITE) {
      const tried: MatrixEvent[] = [];
      for (const { event } of rows.slice(at, at + PER_WRITE)) tried.push(await openEvent(engine, guard, roomId, event));
      await save(roomId, tried);
      for (const event of tried) deps.onTried(roomId, event);
      // On a store in memory the engine never lets go of the thread by itself.
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }

  async function save(roomId: RoomId, tried: readonly MatrixEvent[]): Promise<void> {
    await writer.write(async (txn) => {
      const draft = rooms.draft(txn);
      if (!(await draft.record(roomId))) return;
      const events = new Map<EventId, MatrixEvent>(tried.map((event) => [event.eventId, event]));
      await draft.replace(roomId, events);
      saveOpened(txn, guard, roomId, tried);
      await refreshPreview(draft, roomId, clock.now());
      await draft.recount(roomId);
      draft.flush();
    });
  }

  async function run(): Promise<void> {
    for (let roomId = nextRoom(); roomId !== undefined && !isStopped(); roomId = nextRoom()) {
      const what = wanted.get(roomId) ?? "all";
      wanted.delete(roomId);
      const engine = deps.engine();
      if (!engine) return;
      await lookIn(engine, roomId, what);
    }
  }

  function kick(): void {
    if (life !== "idle" || !deps.engine()) return;
    life = "running";
    void run()
      .catch((cause: unknown) => log.error("crypto: events could not be tried again", cause))
      .finally(() => {
        if (life === "running") life = "idle";
        if (wanted.size > 0) kick();
      });
  }

  const backlog: Backlog = {
    look(roomId, what) {
      const known = wanted.get(roomId);
      if (typeof what === "object" && (known === undefined || typeof known === "object")) {
        wanted.set(roomId, new Set([...(known ?? []), ...what]));
      } else wanted.set(roomId, known === "new" && what === "new" ? "new" : "all");
      if (known === undefined && what === "new") wanted.set(roomId, "new");
      kick();
    },
    async lookEverywhere(what) {
      let after: readonly [string, string] | undefined;
      for (;;) {
        const rows = await store.range("closed", { limit: PAGE, ...(after ? { after } : {}) });
        for (const row of rows) backlog.look(row.key[0] as RoomId, what);
        const last = rows.at(-1)?.key;
        if (rows.length < PAGE || !last) return;
        after = [String(last[0]), String(last[1])];
      }
    },
    stop() {
      life = "stopped";
      wanted.clear();
    },
  };
  return backlog;
}

function readClosed(value: unknown): ClosedRow | undefined {
  if (!isObject(value)) return undefined;
  const event = asStoredEvent(value["event"]);
  return event && { event, sessionId: asString(value["sessionId"]), tried: value["tried"] === true };
}
