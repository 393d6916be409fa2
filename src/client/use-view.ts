/**
 * Live views as hooks. Parameters are compared by value. A change of the window (`from`, `count`, `filter`) moves the same
 * subscription and keeps the old rows until the new ones are there; any other change opens another view. A view that
 * broke throws `ViewFailure` for the pane's error boundary.
 */
import { useCallback, useLayoutEffect, useMemo, useState, useSyncExternalStore } from "react";
import type { ListItem, ListParams, ListView, ValueOf, ValueParams, ValueView } from "#api/contract.ts";
import type {} from "#api/all.ts";
import type { SdkError } from "#api/errors.ts";
import type { ListSnapshot } from "#api/list-patch.ts";
import type { ViewKind } from "#api/port.ts";
import { stableKey } from "#lib/stable-key.ts";
import { core } from "./core-client.ts";
import { identityOf, type Subscription } from "./view-pool.ts";

export class ViewFailure extends Error {
  readonly error: SdkError;
  constructor(name: string, error: SdkError) {
    super(`view ${name}: ${error.kind}`);
    this.name = "ViewFailure";
    this.error = error;
  }
}

/** What one component holds of a view: nothing until it is mounted. */
interface Holder {
  subscription: Subscription | undefined;
  readonly listeners: Set<() => void>;
  readonly notify: () => void;
}

function createHolder(): Holder {
  const listeners = new Set<() => void>();
  return {
    subscription: undefined,
    listeners,
    notify: () => {
      for (const listener of listeners) listener();
    },
  };
}

function useSubscription(kind: ViewKind, name: string, given: object): () => Subscription | undefined {
  const key = stableKey(given);
  // Equal parameters are the same object, however often the component renders.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const params = useMemo(() => given, [key]);
  const identity = identityOf(name, params);
  const [holder] = useState(createHolder);

  // Before paint, not after: the first message of a newly opened room leaves in the frame of the click.
  useLayoutEffect(() => {
    const subscription = core().views.acquire(kind, name, params);
    subscription.listeners.add(holder.notify);
    holder.subscription = subscription;
    holder.notify();
    return () => {
      const last = holder.subscription;
      holder.subscription = undefined;
      if (!last) return;
      last.listeners.delete(holder.notify);
      core().views.release(last);
    };
    // The window's parameters are followed by the effect below.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [holder, kind, identity]);

  useLayoutEffect(() => {
    const before = holder.subscription;
    if (!before || before.identity !== identity) return;
    const after = core().views.move(before, params);
    if (after === before) return;
    before.listeners.delete(holder.notify);
    after.listeners.add(holder.notify);
    holder.subscription = after;
    holder.notify();
  }, [holder, identity, params]);

  const subscribe = useCallback(
    (listener: () => void) => {
      holder.listeners.add(listener);
      return () => holder.listeners.delete(listener);
    },
    [holder],
  );

  const current = (): Subscription | undefined => {
    const own = holder.subscription;
    return own && own.identity === identity ? own : core().views.peek(kind, name, params);
  };

  useSyncExternalStore(subscribe, () => {
    const subscription = current();
    if (!subscription) return undefined;
    return subscription.error ?? (kind === "list" ? subscription.list : subscription.value);
  });
  return current;
}

/** A live list, as far as it is known right now. */
export function useListView<V extends ListView>(name: V, params: ListParams<V>): ListSnapshot<ListItem<V>> {
  const subscription = useSubscription("list", name, params as object)();
  if (subscription?.error) throw new ViewFailure(name, subscription.error);
  const list = subscription?.list ?? core().views.remembered(name, params as object);
  // What came over the port is what the contract says of this view.
  return list as unknown as ListSnapshot<ListItem<V>>;
}

/** A live value; `undefined` until its first answer. */
export function useValueView<V extends ValueView>(name: V, params: ValueParams<V>): ValueOf<V> | undefined {
  const subscription = useSubscription("value", name, params as object)();
  if (subscription?.error) throw new ViewFailure(name, subscription.error);
  return subscription?.value as ValueOf<V> | undefined;
}

/** Watches a view for a moment, because it is about to be wanted (pointer over a room's row). */
export function prefetchList<V extends ListView>(name: V, params: ListParams<V>, ms?: number): void {
  core().views.prefetch("list", name, params as object, ms);
}

export function prefetchValue<V extends ValueView>(name: V, params: ValueParams<V>, ms?: number): void {
  core().views.prefetch("value", name, params as object, ms);
}
