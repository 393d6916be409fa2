import type { Log } from "#lib/log.ts";

/** Markdown to HTML, loaded when first needed; `undefined` where it can't be had. */
export async function renderMarkdown(log: Log, markdown: string): Promise<string | undefined> {
  try {
    const { markdownToHtml } = await import("./markdown.ts");
    return markdownToHtml(markdown);
  } catch (cause) {
    // Offline and not yet cached: the words matter more than their formatting.
    log.error("markdown is not available", cause);
    return undefined;
  }
}
