import copy from "virtual:icon/regular/copy";
import check from "virtual:icon/bold/check";
import { useState } from "react";
import { t } from "#lib/i18n/t.ts";
import { IconButton } from "#ui/IconButton.tsx";
import "./code-block.css";

const FOLD = 20;

/** Code as it was written: always left to right, scrolls in itself, folds when it is long. */
export function CodeBlock({ language, text }: { readonly language: string | undefined; readonly text: string }) {
  const code = text.replace(/\n$/, "");
  const lines = code.split("\n");
  const [open, setOpen] = useState(false);
  const [copied, setCopied] = useState(false);
  const folded = lines.length > FOLD && !open;
  return (
    <div className="code" dir="ltr">
      <header>
        {language === undefined ? null : <span>{language}</span>}
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
        <code>{folded ? lines.slice(0, FOLD).join("\n") : code}</code>
      </pre>
      {lines.length > FOLD ? (
        <button type="button" className="code-more" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t("timeline.foldCode") : t("timeline.showLines", { count: lines.length - FOLD })}
        </button>
      ) : null}
    </div>
  );
}
