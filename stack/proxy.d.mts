export interface ProxiedRequest {
  readonly method: string;
  readonly path: string;
  readonly search: string;
  readonly at: number;
  readonly status: number | undefined;
}
export type Fault =
  | "offline"
  | { readonly delayMs: number }
  | {
      readonly status: number;
      readonly retryAfterMs?: number;
      readonly errcode?: string;
      readonly error?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string | Uint8Array;
      readonly endless?: true;
    }
  | { readonly truncate: number }
  | { readonly dropAnswer: true }
  | undefined;
export interface Proxy {
  readonly url: string;
  requests(pattern?: string | RegExp): readonly ProxiedRequest[];
  counts(): Readonly<Record<string, number>>;
  inFlight(pattern?: string | RegExp): number;
  reset(): void;
  fault(choose: ((request: ProxiedRequest) => Fault) | undefined): void;
  goOffline(): void;
  close(): Promise<void>;
}
export declare function createProxy(options: {
  readonly target: string;
  readonly port?: number;
  readonly host?: string;
}): Promise<Proxy>;
