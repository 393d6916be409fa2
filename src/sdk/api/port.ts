/**
 * What travels between a tab and the core: the contract's verbs and views as messages that survive structured clone.
 * Both sides take it from here; a change that an older build would misread raises `PROTOCOL`.
 */
import type { Result, SdkError } from "./errors.ts";
import type { Keyed, ListPatch } from "./list-patch.ts";

export const PROTOCOL = 1;

export type Visibility = "visible" | "hidden";
export type ViewKind = "list" | "value";

export interface ConfiguredServer {
  readonly serverName: string;
  readonly baseUrl: string;
}

export type ToCore =
  | { readonly t: "hello"; readonly protocol: number; readonly build: string; readonly visibility: Visibility }
  /** Servers the deployment names itself, so that nothing has to be discovered for them. */
  | { readonly t: "servers"; readonly servers: readonly ConfiguredServer[] }
  /** The tab holds this Web Lock until it dies. */
  | { readonly t: "alive"; readonly lock: string }
  | {
      readonly t: "call";
      readonly id: number;
      readonly verb: string;
      readonly args: unknown;
      readonly deadlineMs: number;
      /** The same when the tab asks again after a restart of the core, so that nothing is done twice. */
      readonly key: string;
    }
  | { readonly t: "cancel"; readonly id: number }
  | {
      readonly t: "watch";
      readonly id: number;
      readonly kind: ViewKind;
      readonly view: string;
      readonly params: unknown;
    }
  | { readonly t: "update"; readonly id: number; readonly params: unknown }
  | { readonly t: "unwatch"; readonly id: number }
  | { readonly t: "ack"; readonly id: number; readonly seq: number }
  | { readonly t: "visibility"; readonly visibility: Visibility }
  | { readonly t: "ping"; readonly id: number }
  /** "Use here": ask the core that owns the store for it. */
  | { readonly t: "takeOver" }
  | { readonly t: "bye" };

export type ToTab =
  /** `lock` is held by the core until it dies. Sent again when a core that waited for the store has it. */
  | { readonly t: "hello"; readonly protocol: number; readonly build: string; readonly lock: string }
  | { readonly t: "result"; readonly id: number; readonly result: Result<unknown> }
  | {
      readonly t: "patch";
      readonly id: number;
      readonly seq: number;
      /** `full`: what was there before counts for nothing. */
      readonly extent: "full" | "delta";
      readonly patch: ListPatch<Keyed>;
    }
  | { readonly t: "value"; readonly id: number; readonly seq: number; readonly value: unknown }
  /** This view broke; others live on. It is computed again when something changes. */
  | { readonly t: "viewFailed"; readonly id: number; readonly seq: number; readonly error: SdkError }
  | { readonly t: "pong"; readonly id: number }
  /** Another core owns the store; this one waits for it. */
  | { readonly t: "waiting" }
  /** This core is of no use to the tab any more. `taken`: another core asked for the store. */
  | { readonly t: "reload"; readonly reason: "skew" | "taken" }
  /** This core can't go on and says why; the tab decides whether to start another. */
  | { readonly t: "stopping"; readonly error: SdkError };

/** The part of a `MessagePort`, `Worker` or worker scope that carries them. */
export interface Port<In, Out> {
  postMessage(message: Out): void;
  listen(receive: (message: In) => void): void;
  close(): void;
}

/** BroadcastChannel of all tabs and cores of one slot. */
export function channelName(slot: string): string {
  return `hubbub:${slot}`;
}

export type Broadcast =
  /** A core asks the one that owns the store to let go. */
  | { readonly t: "handOver"; readonly instance: string; readonly build: string }
  /** A tab found a core hanging: its tabs reload, so that it ends with the last of them. */
  | { readonly t: "reload"; readonly tabs: "all" | { readonly of: string } | { readonly notOf: string } };
