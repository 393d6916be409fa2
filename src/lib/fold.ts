/** Text without case and accents, for comparing what people type with what things are called. */
export function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{Mark}+/gu, "")
    .toLowerCase();
}
