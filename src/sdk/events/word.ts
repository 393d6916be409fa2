/** Words as push rules know them: anything but A–Z, a–z, 0–9 and `_` bounds one (spec: Push rule conditions). */

export function isBoundary(character: string | undefined): boolean {
  return character === undefined || !/[A-Za-z0-9_]/.test(character);
}

/** Index of the first occurrence of a lower-cased word in a lower-cased text at or after `from`. */
export function findWord(text: string, word: string, from: number): number | undefined {
  if (word === "") return undefined;
  for (let at = text.indexOf(word, from); at !== -1; at = text.indexOf(word, at + 1)) {
    if (isBoundary(text[at - 1]) && isBoundary(text[at + word.length])) return at;
  }
  return undefined;
}
