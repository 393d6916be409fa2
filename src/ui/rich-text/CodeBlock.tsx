import copy from "virtual:icon/regular/copy";
import check from "virtual:icon/bold/check";
import { memo, use, useEffect, useMemo, useRef, useState } from "react";
import { t } from "#lib/i18n/t.ts";
import { IconButton } from "#ui/IconButton.tsx";
import { CodeContext, paint } from "./code-colours.ts";
import "./code-block.css";

const FOLD = 20;
const NUMBERED = 6;
const WIDE = 2_000;
const PIECE = 40;

export interface CodeBlockProps {
  readonly language: string | undefined;
  /** What stands in its corner instead of the language. */
  readonly label?: string;
  readonly text: string;
}

/** Code as it was written: always left to right, scrolls in itself, folds when it is long. */
export function CodeBlock({ language, label = language, text }: CodeBlockProps) {
  const code = useMemo(() => text.replace(/\n$/, ""), [text]);
  const lines = useMemo(() => code.split("\n"), [code]);
  const [open, setOpen] = useState(false);
  const [copied, setCopied] = useState(false);
  // A line without end is as long as many lines, and takes the browser as long.
  const wide = useMemo(() => lines.some((line) => line.length > WIDE), [lines]);
  const foldable = wide || lines.length > FOLD;
  const folded = foldable && !open;
  const shown = useMemo(
    () => (folded ? lines.slice(0, FOLD).map((line) => line.slice(0, WIDE)) : lines),
    [folded, lines],
  );
  return (
    <div className={language === label ? "code" : "code labelled"} dir="ltr">
      <header>
        {label === undefined ? null : <span>{label}</span>}
        <IconButton
          size="small"
          icon={copied ? check : copy}
          label={copied ? t("timeline.copied") : t("timeline.copyCode")}
          onClick={() => {
            void navigator.clipboard.writeText(code).then(() => setCopied(true));
          }}
          onBlur={() => setCopied(false)}
        />
      </header>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0}>
        {lines.length < NUMBERED ? null : (
          <span className="code-gutter" aria-hidden="true">
            {numbers(shown.length)}
          </span>
        )}
        <Lines language={folded && wide ? undefined : language} code={code} lines={shown} more={folded} />
      </pre>
      {foldable ? (
        <button type="button" className="code-more" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t("timeline.foldCode") : t("timeline.showLines", { count: lines.length })}
        </button>
      ) : null}
    </div>
  );
}

interface LinesProps {
  readonly language: string | undefined;
  readonly code: string;
  /** Those that are shown. */
  readonly lines: readonly string[];
  /** Others follow. */
  readonly more: boolean;
}

function numbers(count: number): string {
  return Array.from({ length: count }, (_, index) => index + 1).join("\n");
}

/** A text node per forty lines: few elements, and few colours for the browser to look through at each of them. */
const Lines = memo(function Lines({ language, code, lines, more }: LinesProps) {
  const element = useRef<HTMLElement>(null);
  const colour = use(CodeContext);
  const pieces: string[] = [];
  for (let from = 0; from < lines.length; from += PIECE) {
    const to = Math.min(lines.length, from + PIECE);
    pieces.push(lines.slice(from, to).join("\n") + (to < lines.length || more ? "\n" : ""));
  }
  useEffect(() => {
    if (language === undefined) return undefined;
    let unpaint: (() => void) | "gone" | undefined;
    void colour(language, code).then((triples) => {
      if (triples === undefined || unpaint === "gone" || !element.current) return;
      const texts = [...element.current.children].flatMap((piece) => {
        const { firstChild } = piece;
        return firstChild instanceof Text ? [firstChild] : [];
      });
      unpaint = paint(texts, triples);
    });
    return () => {
      if (typeof unpaint === "function") unpaint();
      unpaint = "gone";
    };
  }, [code, colour, language, lines]);
  return (
    <code ref={element}>
      {pieces.map((piece, index) => (
        <span key={index}>{piece}</span>
      ))}
    </code>
  );
});
