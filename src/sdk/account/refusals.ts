/**
 * Changes of a room's place or mark that the server refused when nobody waited for its answer any more: kept, over a
 * restart too, until a window has said them.
 */
import type { SdkError } from "#api/errors.ts";
import { parseRoomId, type RoomId } from "#api/ids.ts";
import { isObject } from "#sdk/events/envelope.ts";
import type { WriteTxn } from "#sdk/store/writer.ts";
import type { AccountContext } from "./context.ts";

export interface KeptRefusal {
  readonly id: number;
  readonly roomId: RoomId;
  readonly what: "place" | "mark";
  readonly error: SdkError;
}

export interface Refusals {
  readonly ready: Promise<void>;
  all(): readonly KeptRefusal[];
  add(txn: WriteTxn, refusal: Omit<KeptRefusal, "id">): void;
  heard(upTo: number): Promise<void>;
}

const ROW = ["refusals"] as const;
const MOST = 20;

function isKept(row: unknown): row is KeptRefusal {
  return (
    isObject(row) &&
    typeof row["id"] === "number" &&
    parseRoomId(row["roomId"]) !== undefined &&
    (row["what"] === "place" || row["what"] === "mark") &&
    isObject(row["error"])
  );
}

export function createRefusals({ store, writer, log }: AccountContext): Refusals {
  let kept: readonly KeptRefusal[] = [];

  async function load(): Promise<void> {
    const stored = await store.get("meta", ROW);
    if (Array.isArray(stored)) kept = [...stored.filter(isKept), ...kept];
  }

  function put(txn: WriteTxn, next: readonly KeptRefusal[]): void {
    kept = next;
    txn.put("meta", ROW, next);
    txn.changed("sections");
  }

  const ready = load();
  ready.catch((cause: unknown) => log.error("what the server refused can't be read", cause));
  return {
    ready,
    all: () => kept,
    add: (txn, refusal) => put(txn, [...kept, { id: (kept.at(-1)?.id ?? 0) + 1, ...refusal }].slice(-MOST)),
    heard: async (upTo) => {
      await writer.write((txn) => {
        if (kept.some(({ id }) => id <= upTo))
          put(
            txn,
            kept.filter(({ id }) => id > upTo),
          );
      });
    },
  };
}

// Views and verbs of one account are made by separate calls but share what they know.
const shared = new WeakMap<AccountContext, Refusals>();

export function refusalsOf(ctx: AccountContext): Refusals {
  const known = shared.get(ctx);
  if (known) return known;
  const made = createRefusals(ctx);
  shared.set(ctx, made);
  return made;
}
