import { Fragment, type ReactNode } from "react";

/** Shorter words than this are the browser's business. */
const LONG_WORD = 500;
const PIECE = 100;
const LONG_RUN = new RegExp(`\\S{${LONG_WORD},}`);
const PIECES = new RegExp(`[^]{1,${PIECE}}`, "gu");

/**
 * Words without end get places to break at: a browser that has to find them itself needs seconds for a word of 60,000
 * letters, and all the page waits. What is copied stays the same.
 */
export function breakable(text: string): ReactNode {
  if (text.length < LONG_WORD || !LONG_RUN.test(text)) return text;
  return text.match(PIECES)?.map((piece, index) => (
    <Fragment key={index}>
      {index === 0 ? null : <wbr />}
      {piece}
    </Fragment>
  ));
}
