import type { ReactNode } from "react";

export interface PreviewChoiceProps<T extends string> {
  readonly label: string;
  readonly name: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string; readonly preview: ReactNode }[];
  readonly onChoose: (value: T) => void;
}

/** A choice by small pictures of what one gets. */
export function PreviewChoice<T extends string>({ label, name, value, options, onChoose }: PreviewChoiceProps<T>) {
  return (
    <div className="themes" role="radiogroup" aria-label={label}>
      {options.map((option) => (
        <label className="theme" key={option.value}>
          {option.preview}
          <input
            type="radio"
            className="radio"
            name={name}
            checked={value === option.value}
            onChange={() => onChoose(option.value)}
          />
          {option.label}
        </label>
      ))}
    </div>
  );
}

/** The window in small. */
export function ThemePreview({ theme }: { readonly theme: string | undefined }) {
  return (
    <span className="mini" {...(theme === undefined ? {} : { "data-theme": theme })}>
      <i className="ml">
        <u />
        <u className="c" />
        <u />
        <u />
      </i>
      <i className="ms">
        <u />
        <u className="s" />
        <u className="hl" />
        <u className="s" />
      </i>
    </span>
  );
}

/** A few messages in small. */
export function LayoutPreview({ layout }: { readonly layout: "modern" | "compact" | "bubbles" | "irc" }) {
  return (
    <span className={`mini-layout ${layout}`}>
      <u />
      <u className="s" />
      <u className="own" />
      <u className="s" />
    </span>
  );
}
