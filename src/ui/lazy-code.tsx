/**
 * Code that comes later, but is drawn at once where it has come already. React's own `lazy` shows its fallback even for code
 * that was loaded ahead, and then keeps that fallback for 300 ms.
 */
import { lazy, useState, type ComponentType } from "react";

export interface LazyCode<P> {
  readonly Component: ComponentType<P>;
  /** Fetches the code ahead; a failure shows when it is drawn. */
  preload(): void;
}

export function lazyCode<P extends object>(load: () => Promise<ComponentType<P>>): LazyCode<P> {
  let loaded: ComponentType<P> | undefined;
  const fetch = async () => {
    loaded ??= await load();
    return { default: loaded };
  };
  const Later = lazy(fetch) as unknown as ComponentType<P>;
  function Component(props: P) {
    // For as long as it is mounted it is the same component.
    const [Chosen] = useState(() => loaded ?? Later);
    return <Chosen {...props} />;
  }
  return { Component, preload: () => void fetch().catch(() => undefined) };
}
