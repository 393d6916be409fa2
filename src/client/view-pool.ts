/**
 * The views this tab watches and what they last said. Subscriptions are counted; one that nobody uses lives on for a
 * blink, so that a remount costs nothing, and the last room timelines stay readable for the next visit. Always holds:
 * equal rows keep their identity (also over a restart of the core), and a patch is acknowledged when it is applied.
 */
import { applyPatch, emptyList, type Keyed, type ListPatch, type ListSnapshot } from "#api/list-patch.ts";
import type { SdkError } from "#api/errors.ts";
import type { ToCore, ToTab, ViewKind } from "#api/port.ts";
import { stableKey } from "#lib/stable-key.ts";
import { structuralEqual } from "#lib/structural-equal.ts";
import { createWindowCache } from "./window-cache.ts";

/** Parameters that only move a window over the same list: they update a subscription instead of opening another. */
const WINDOW_PARAMS: ReadonlySet<string> = new Set(["from", "count", "filter"]);
const KEEP_ALIVE_MS = 250;
const EMPTY: ListSnapshot<Keyed> = emptyList();

export interface Subscription {
  readonly id: number;
  readonly kind: ViewKind;
  readonly name: string;
  /** Which list or value this is, its window aside. */
  readonly identity: string;
  paramsKey: string;
  params: object;
  users: number;
  list: ListSnapshot<Keyed>;
  value: unknown;
  error: SdkError | undefined;
  readonly listeners: Set<() => void>;
  idle: ReturnType<typeof setTimeout> | undefined;
}

export interface ViewPool {
  acquire(kind: ViewKind, name: string, params: object): Subscription;
  /** Moves the window of a subscription; hands back another one if this one is shared. */
  move(subscription: Subscription, params: object): Subscription;
  release(subscription: Subscription): void;
  /** What is known of a view right now, watched or not. */
  peek(kind: ViewKind, name: string, params: object): Subscription | undefined;
  remembered(name: string, params: object): ListSnapshot<Keyed>;
  /** Watches a view for a while, because it will be wanted. */
  prefetch(kind: ViewKind, name: string, params: object, ms?: number): void;
  /** Puts rows where a view's first answer will come, e.g. from the last visit. */
  seed(name: string, params: object, list: ListSnapshot<Keyed>): void;
  receive(message: Extract<ToTab, { t: "patch" | "value" | "viewFailed" }>): void;
  /** A new core: everything is watched again. */
  watchAll(): void;
  /** Forgets what is not watched (at sign-out). */
  forget(): void;
}

export interface ViewPoolOptions {
  post(message: ToCore): void;
  nextId(): number;
}

export function identityOf(name: string, params: object): string {
  const fixed = Object.entries(params).filter(([key]) => !WINDOW_PARAMS.has(key));
  return `${name} ${stableKey(Object.fromEntries(fixed))}`;
}

export function createViewPool({ post, nextId }: ViewPoolOptions): ViewPool {
  const byId = new Map<number, Subscription>();
  const cache = createWindowCache();

  function candidates(kind: ViewKind, identity: string): Subscription[] {
    return [...byId.values()].filter((entry) => entry.kind === kind && entry.identity === identity);
  }

  function find(kind: ViewKind, name: string, params: object): Subscription | undefined {
    const paramsKey = stableKey(params);
    const same = candidates(kind, identityOf(name, params));
    return same.find((entry) => entry.paramsKey === paramsKey) ?? same.find((entry) => entry.users === 0);
  }

  function open(kind: ViewKind, name: string, params: object): Subscription {
    const identity = identityOf(name, params);
    const subscription: Subscription = {
      id: nextId(),
      kind,
      name,
      identity,
      paramsKey: stableKey(params),
      params,
      users: 0,
      list: cache.list(identity) ?? EMPTY,
      value: kind === "value" ? cache.value(identity) : undefined,
      error: undefined,
      listeners: new Set(),
      idle: undefined,
    };
    byId.set(subscription.id, subscription);
    post({ t: "watch", id: subscription.id, kind, view: name, params });
    return subscription;
  }

  function acquire(kind: ViewKind, name: string, params: object): Subscription {
    const subscription = find(kind, name, params) ?? open(kind, name, params);
    clearTimeout(subscription.idle);
    subscription.users += 1;
    setParams(subscription, params);
    return subscription;
  }

  function setParams(subscription: Subscription, params: object): void {
    const paramsKey = stableKey(params);
    if (subscription.paramsKey === paramsKey) return;
    subscription.paramsKey = paramsKey;
    subscription.params = params;
    post({ t: "update", id: subscription.id, params });
  }

  function release(subscription: Subscription): void {
    subscription.users -= 1;
    if (subscription.users > 0) return;
    subscription.idle = setTimeout(() => close(subscription), KEEP_ALIVE_MS);
  }

  function close(subscription: Subscription): void {
    if (!byId.delete(subscription.id)) return;
    post({ t: "unwatch", id: subscription.id });
    if (subscription.kind === "list") cache.keep(subscription.name, subscription.identity, subscription.list);
    else cache.keepValue(subscription.name, subscription.identity, subscription.value);
  }

  function notify(subscription: Subscription): void {
    for (const listener of subscription.listeners) listener();
  }

  function apply(list: ListSnapshot<Keyed>, patch: ListPatch<Keyed>, extent: "full" | "delta"): ListSnapshot<Keyed> {
    if (extent === "delta") return applyPatch(list, patch);
    const known = new Map(list.items.map((item) => [item.key, item]));
    const put = patch.put.map((item) => {
      const before = known.get(item.key);
      return before && structuralEqual(before, item) ? before : item;
    });
    const next = applyPatch(list, { ...patch, put, order: patch.order ?? [] });
    return sameList(list, next) ? list : next;
  }

  return {
    acquire,
    move(subscription, params) {
      if (subscription.users > 1 && stableKey(params) !== subscription.paramsKey) {
        const { list } = subscription;
        release(subscription);
        const own = acquire(subscription.kind, subscription.name, params);
        if (own.list.state === "loading") own.list = list;
        return own;
      }
      setParams(subscription, params);
      return subscription;
    },
    release,
    peek: find,
    remembered: (name, params) => cache.list(identityOf(name, params)) ?? EMPTY,
    prefetch(kind, name, params, ms = 3000) {
      const subscription = acquire(kind, name, params);
      setTimeout(() => release(subscription), ms);
    },
    seed: (name, params, list) => cache.put(identityOf(name, params), list),
    receive(message) {
      const subscription = byId.get(message.id);
      if (!subscription) return;
      post({ t: "ack", id: message.id, seq: message.seq });
      const { list, value, error } = subscription;
      switch (message.t) {
        case "patch":
          subscription.list = apply(subscription.list, message.patch, message.extent);
          subscription.error = undefined;
          break;
        case "value":
          if (!structuralEqual(subscription.value, message.value)) subscription.value = message.value;
          subscription.error = undefined;
          break;
        case "viewFailed":
          subscription.error = message.error;
          break;
        default:
          message satisfies never;
      }
      const same = list === subscription.list && value === subscription.value && error === subscription.error;
      if (!same) notify(subscription);
    },
    watchAll() {
      for (const { id, kind, name, params } of byId.values()) post({ t: "watch", id, kind, view: name, params });
    },
    forget() {
      cache.clear();
    },
  };
}

function sameList(a: ListSnapshot<Keyed>, b: ListSnapshot<Keyed>): boolean {
  return (
    a.state === b.state &&
    a.from === b.from &&
    a.total === b.total &&
    a.items.length === b.items.length &&
    a.items.every((item, index) => item === b.items[index])
  );
}
