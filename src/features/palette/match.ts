/** Where the query stands in a name, so that the palette can make it bold. Case and accents do not matter. */
export function splitMatch(name: string, query: string): readonly [string, string, string] {
  const wanted = fold(query.trim());
  if (wanted === "") return [name, "", ""];
  const folded = fold(name);
  // Folding may change the length; then there is nothing to point at.
  if (folded.length !== name.length) return [name, "", ""];
  const at = folded.indexOf(wanted);
  return at < 0
    ? [name, "", ""]
    : [name.slice(0, at), name.slice(at, at + wanted.length), name.slice(at + wanted.length)];
}

export function fold(text: string): string {
  return text
    .normalize("NFC")
    .replace(/[À-ɏ]/g, (letter) => letter.normalize("NFD").charAt(0))
    .toLowerCase();
}
