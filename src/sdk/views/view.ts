/**
 * What a view is to the core: a computation over facts in memory, re-run when a commit touched what it depends on. The
 * core diffs each result against the last one it sent, so a view never thinks in patches.
 */
import type { ListItem, ListParams, ListView, ValueOf, ValueParams, ValueView } from "#api/contract.ts";
import type { Changes } from "#sdk/store/writer.ts";

export interface ViewWindow<T> {
  readonly items: readonly T[];
  readonly from: number;
  readonly total: number;
}

export interface OpenListView<Params, Item> {
  /** Cheap and repeatable; may wait for disk, never for the network. Unchanged items should keep their identity. */
  compute(): ViewWindow<Item> | Promise<ViewWindow<Item>>;
  update(params: Params): void;
  affectedBy(changes: Changes): boolean;
  close(): void;
}

export interface OpenValueView<Params, Value> {
  compute(): Value | Promise<Value>;
  update(params: Params): void;
  affectedBy(changes: Changes): boolean;
  close(): void;
}

/** `refresh` asks for a new computation that no commit announced (a timer, a fetch). */
export type ListViewFactories = {
  readonly [V in ListView]: (params: ListParams<V>, refresh: () => void) => OpenListView<ListParams<V>, ListItem<V>>;
};
export type ValueViewFactories = {
  readonly [V in ValueView]: (params: ValueParams<V>, refresh: () => void) => OpenValueView<ValueParams<V>, ValueOf<V>>;
};
