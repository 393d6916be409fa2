/**
 * Markdown to Matrix HTML. Loaded only when a message needs it, so the core's start never pays for it. Raw HTML stays
 * text; a line break typed is a line break sent; what would make typed text vanish (link definitions) or surprise in a
 * chat (indented code, underlined headings) is off. Links keep safe protocols only.
 */
import { micromark } from "micromark";
import { gfmStrikethrough, gfmStrikethroughHtml } from "micromark-extension-gfm-strikethrough";
import { gfmTable, gfmTableHtml } from "micromark-extension-gfm-table";
import type { CompileContext, HtmlExtension } from "micromark-util-types";

const OFF = ["codeIndented", "setextUnderline", "definition", "htmlFlow", "htmlText"];

function nothing(): undefined {
  return undefined;
}

/** Line endings inside paragraphs become `<br />`, hard breaks too (they are followed by a line ending anyway). */
function chatLineBreaks(): HtmlExtension {
  let inContent = false;
  return {
    enter: {
      content(this: CompileContext) {
        this.setData("slurpAllLineEndings", true);
        inContent = true;
      },
    },
    exit: {
      content() {
        inContent = false;
      },
      hardBreakEscape: nothing,
      hardBreakTrailing: nothing,
      lineEnding(this: CompileContext, token) {
        if (this.getData("slurpAllLineEndings")) return;
        if (this.getData("slurpOneLineEnding")) {
          this.setData("slurpOneLineEnding");
          return;
        }
        if (this.getData("inCodeText")) this.raw(" ");
        else if (inContent) this.tag("<br />");
        else this.raw(this.encode(this.sliceSerialize(token)));
      },
    },
  };
}

/** Matrix HTML of a Markdown text; a single paragraph comes without its `<p>`. */
export function markdownToHtml(markdown: string): string {
  const html = micromark(markdown, {
    extensions: [gfmStrikethrough(), gfmTable(), { disable: { null: OFF } }],
    htmlExtensions: [gfmStrikethroughHtml(), gfmTableHtml(), chatLineBreaks()],
  }).trim();
  const only = /^<p>((?:(?!<\/?p>)[^])*)<\/p>$/.exec(html);
  return only?.[1] ?? html;
}
