export interface Server {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly clientPort: number;
  readonly federationPort: number;
}
export declare const SERVERS: { readonly a: Server; readonly b: Server };
export declare const STATE_DIR: string;
export declare const SNAPSHOT_DIR: string;
export declare const PYTHON: string;
export declare const SHARED_SECRET: string;
export declare const AS_TOKEN: string;
export declare const PASSWORD: string;
export declare const SYNAPSE_VERSION: string;
export interface Stack {
  readonly name: string;
  readonly dir: string;
  readonly servers: typeof SERVERS;
  start(): Promise<void>;
  stop(): Promise<void>;
  startOne(id: "a" | "b"): Promise<void>;
  stopOne(id: "a" | "b"): Promise<void>;
  isRunning(): boolean;
  wipe(): Promise<void>;
  restore(): Promise<void>;
  snapshot(info?: unknown): Promise<void>;
}
export declare function createStack(options?: {
  readonly name?: "demo" | "test" | "seed";
  readonly attached?: boolean;
  readonly seeding?: boolean;
  readonly clockBackSeconds?: number;
}): Stack;
export declare function snapshotInfo(): Readonly<Record<string, unknown>> | undefined;
export declare function runningStack():
  { readonly name: "demo" | "test" | "seed"; readonly attached: boolean; readonly pids: readonly number[] } | undefined;
export declare function assertPortsFree(): Promise<void>;
export declare function reapOrphans(): Promise<void>;
