/**
 * The app itself, kept for the next start and for days without network: one cache per build. Files with a hash in their
 * name are served from whichever build's cache has them, so a tab of the old build finds its late parts after a deploy.
 * Late files (the crypto engine's WebAssembly, most of the app's weight) are kept when they are first used, and from then on
 * with every build. Keeps at most the build before; refuses to keep a page that belongs to another build.
 */
const PREFIX = "hubbub-shell-";

export interface Shell {
  readonly build: string;
  /** Addresses relative to the scope; the page itself is `./`. */
  readonly files: readonly string[];
  /** Not needed to start. */
  readonly late: readonly string[];
  /** Part of the page's text that proves it is of this build. */
  readonly proof: string;
}

export function cacheName(build: string): string {
  return PREFIX + build;
}

/** Other builds' caches that may go. The newest of them stays while windows are open. */
export function stale(names: readonly string[], build: string, windows: number): readonly string[] {
  const others = names.filter((name) => name.startsWith(PREFIX) && name !== cacheName(build));
  return windows === 0 ? others : others.slice(0, -1);
}

export async function fillCache(shell: Shell, scope: string): Promise<void> {
  const cache = await caches.open(cacheName(shell.build));
  const page = await fetch(scope, { cache: "reload" });
  if (!page.ok || !(await page.clone().text()).includes(shell.proof)) throw new Error("the page is of another build");
  await cache.put(scope, page);
  const files = (await usesLate()) ? [...shell.files, ...shell.late] : shell.files;
  await cache.addAll(files.map((file) => new URL(file, scope).href));
}

/** Some build's late files were used here: whoever needs them today needs them tomorrow, also without network. */
async function usesLate(): Promise<boolean> {
  for (const name of await caches.keys()) {
    if (!name.startsWith(PREFIX)) continue;
    const kept = await (await caches.open(name)).keys();
    if (kept.some(({ url }) => isLate(url))) return true;
  }
  return false;
}

export function isLate(url: string): boolean {
  return url.endsWith(".wasm");
}

/** Answers from the network, and keeps a copy. */
export async function keepLate(
  build: string,
  request: Request,
  keep: (work: Promise<void>) => void,
): Promise<Response> {
  const answer = await fetch(request);
  if (!answer.ok) return answer;
  const copy = answer.clone();
  const put = async (): Promise<void> => {
    // Full or refused: it comes from the network next time.
    await (await caches.open(cacheName(build))).put(request.url, copy).catch(() => undefined);
  };
  keep(put());
  return answer;
}

export async function dropStale(build: string, windows: number): Promise<void> {
  // `keys` names caches in the order of their making.
  await Promise.all(stale(await caches.keys(), build, windows).map((name) => caches.delete(name)));
}
