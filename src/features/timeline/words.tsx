/** A sentence whose placeholders are elements: the catalogue keeps the order of the words, the caller their form. */
import { Fragment, type ReactNode } from "react";
import { t, type MessageKey, type MessageValues } from "#lib/i18n/t.ts";

// From the private use area: no message contains it.
const OPEN = "\uE000";
const CLOSE = "\uE001";

export function words(key: MessageKey, values: MessageValues, parts: Readonly<Record<string, ReactNode>>): ReactNode {
  const marked: Record<string, string | number | Date> = { ...values };
  for (const name of Object.keys(parts)) marked[name] = `${OPEN}${name}${CLOSE}`;
  return t(key, marked)
    .split(OPEN)
    .map((piece, index) => {
      if (index === 0) return piece;
      const end = piece.indexOf(CLOSE);
      return (
        <Fragment key={index}>
          {parts[piece.slice(0, end)]}
          {piece.slice(end + 1)}
        </Fragment>
      );
    });
}
