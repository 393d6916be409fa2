import type { IncomingMessage, Server, ServerResponse } from "node:http";

export interface SiteOptions {
  readonly dir: string;
  readonly base?: string;
  /** Keys that replace those of the build's config.json in what is served. */
  readonly config?: Readonly<Record<string, unknown>>;
}
export declare function createHandler(
  options: SiteOptions,
): (request: IncomingMessage, response: ServerResponse) => void;
export declare function startWebServer(
  options: SiteOptions & { readonly port?: number; readonly host?: string },
): Promise<{ readonly server: Server; readonly port: number; readonly url: string; close(): Promise<void> }>;
