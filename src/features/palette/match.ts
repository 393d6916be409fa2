/**
 * Where a query stands in a name, so that the palette can make it bold: the whole of it, else its words, else its letters
 * one after the other, as the core matches them. Case and accents do not matter.
 */
export interface Piece {
  readonly text: string;
  readonly match: "yes" | "no";
}

export function piecesOf(name: string, query: string): readonly Piece[] {
  const wanted = fold(query.trim());
  const folded = fold(name);
  // Folding may change the length; then there is nothing to point at.
  if (wanted === "" || folded.length !== name.length) return [{ text: name, match: "no" }];
  return cut(name, wholeIn(folded, wanted) ?? wordsIn(folded, wanted) ?? lettersIn(folded, wanted));
}

type Range = readonly [from: number, to: number];

function wholeIn(name: string, wanted: string): readonly Range[] | undefined {
  const at = wordStart(name, wanted) ?? name.indexOf(wanted);
  return at < 0 ? undefined : [[at, at + wanted.length]];
}

function wordsIn(name: string, wanted: string): readonly Range[] | undefined {
  const ranges: Range[] = [];
  for (const word of wanted.split(/\s+/)) {
    const at = wordStart(name, word) ?? name.indexOf(word);
    if (at < 0) return undefined;
    ranges.push([at, at + word.length]);
  }
  return ranges;
}

function lettersIn(name: string, wanted: string): readonly Range[] {
  const ranges: Range[] = [];
  let from = 0;
  for (const letter of wanted.replaceAll(/\s+/g, "")) {
    const at = name.indexOf(letter, from);
    if (at < 0) return [];
    from = at + letter.length;
    ranges.push([at, from]);
  }
  return ranges;
}

function wordStart(name: string, word: string): number | undefined {
  for (let at = name.indexOf(word); at >= 0; at = name.indexOf(word, at + 1)) {
    const before = name[at - 1];
    if (before === undefined || !/[\p{L}\p{N}]/u.test(before)) return at;
  }
  return undefined;
}

/** Ranges may touch and overlap. */
function cut(name: string, ranges: readonly Range[]): readonly Piece[] {
  const pieces: Piece[] = [];
  const add = (from: number, to: number, match: Piece["match"]): void => {
    const text = name.slice(from, to);
    const last = pieces.at(-1);
    if (text === "") return;
    if (last?.match === match) pieces[pieces.length - 1] = { text: last.text + text, match };
    else pieces.push({ text, match });
  };
  let at = 0;
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    add(at, Math.max(at, from), "no");
    add(Math.max(at, from), to, "yes");
    at = Math.max(at, to);
  }
  add(at, name.length, "no");
  return pieces;
}

export function fold(text: string): string {
  return text
    .normalize("NFC")
    .replace(/[À-ɏ]/g, (letter) => letter.normalize("NFD").charAt(0))
    .toLowerCase();
}
