/** The local part of a room's address: proposed from its name, and what may be typed. */
const MAX = 100;

/** "Bread on Sundays" → "bread-on-sundays" */
export function addressFrom(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}._-]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, MAX);
}

/** What was typed as an address, without sigil and server; undefined if it cannot be one. */
export function readAddress(text: string): string | undefined {
  const local = (text.trim().replace(/^#/, "").split(":")[0] ?? "").trim();
  // eslint-disable-next-line no-control-regex
  return local === "" || local.length > MAX || /[\s\u0000-\u001f]/.test(local) ? undefined : local;
}
