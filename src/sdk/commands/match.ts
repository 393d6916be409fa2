/** Ranking of names against a few typed letters, both folded (`#lib/fold.ts`): case and accents don't count. */

/** How well `query` (folded) fits `text` (folded): higher is better, 0 is no match. */
export function score(text: string, query: string): number {
  if (query === "") return 1;
  if (text === query) return 100;
  if (text.startsWith(query)) return 90;
  const words = query.split(/\s+/).filter(Boolean);
  if (words.length > 0 && words.every((word) => startsWord(text, word))) return 70;
  if (words.length > 0 && words.every((word) => text.includes(word))) return 50;
  return isSubsequence(text, query.replaceAll(/\s+/g, "")) ? 20 : 0;
}

function startsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const before = text[at - 1];
    if (before === undefined || !/[\p{L}\p{N}]/u.test(before)) return true;
  }
  return false;
}

/** Letters in order with little between them: three typed letters must not match half the world. */
function isSubsequence(text: string, query: string): boolean {
  if (query.length < 3) return false;
  let from = text.indexOf(query.charAt(0));
  if (from < 0) return false;
  const start = from;
  for (const letter of query) {
    const at = text.indexOf(letter, from);
    if (at < 0) return false;
    from = at + 1;
  }
  return from - start <= query.length * 3;
}
