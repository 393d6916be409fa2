const MAC = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "");

/** A chord with the platform's main modifier, as it is printed on the keys. */
export function shortcut(key: string): string {
  return MAC ? `⌘${key}` : `Ctrl ${key}`;
}

/** Whether the platform's main modifier is held. */
export function holdsMod(event: { readonly ctrlKey: boolean; readonly metaKey: boolean }): boolean {
  return MAC ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
}
