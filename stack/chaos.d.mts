import type { Fault, ProxiedRequest } from "./proxy.d.mts";

export declare function dice(seed: number): () => number;
export declare function createChaos(options: { readonly seed: number; readonly now?: () => number }): {
  readonly counts: Readonly<Record<string, number>>;
  choose(request: Pick<ProxiedRequest, "method">): Fault;
};
