/** Text wins over files that come along with it, as office programs send them; a lone picture wins over its own name. */
export interface Pasted {
  readonly text: string;
  readonly files: readonly { readonly name: string; readonly type: string }[];
}

export function pastesFiles({ text, files }: Pasted): boolean {
  if (files.length === 0) return false;
  const said = text.trim();
  if (said === "") return true;
  const [only] = files;
  if (files.length !== 1 || !only?.type.startsWith("image/")) return false;
  return said === only.name || /^(?:https?|file):\/\/\S+$/.test(said);
}
