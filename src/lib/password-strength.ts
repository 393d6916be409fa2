/**
 * A hint, no judge: how many tries somebody who knows the usual tricks might need. Counts what is new in each character,
 * so that repeats, rows of the keyboard, years and the user's own name add little. Whether a password is taken is the server's word.
 */
export type Strength = "weak" | "fair" | "good";

const COMMON = [
  "password",
  "passwort",
  "letmein",
  "welcome",
  "qwerty",
  "qwertz",
  "azerty",
  "iloveyou",
  "dragon",
  "monkey",
  "football",
  "baseball",
  "sunshine",
  "princess",
  "master",
  "shadow",
  "hubbub",
  "matrix",
  "admin",
  "login",
  "abc123",
  "trustno1",
  "secret",
];
const ROWS = ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];
const FAIR_BITS = 36;
const GOOD_BITS = 56;

export function passwordStrength(password: string, username: string): Strength {
  const bits = bitsOf(password, username);
  return bits >= GOOD_BITS ? "good" : bits >= FAIR_BITS ? "fair" : "weak";
}

function bitsOf(password: string, username: string): number {
  let rest = password;
  let bits = 0;
  const known = username.length >= 3 ? [...COMMON, username.toLowerCase()] : COMMON;
  for (const word of known) {
    const at = plain(rest).indexOf(word);
    if (at < 0) continue;
    rest = rest.slice(0, at) + rest.slice(at + word.length);
    bits += 6;
  }
  rest = rest.replaceAll(/(?:19|20)\d\d/g, () => {
    bits += 6;
    return "";
  });
  const perSign = Math.log2(poolOf(rest));
  const seen = new Set<string>();
  let before = "";
  for (const sign of rest) {
    const cheap = sign === before || follows(before, sign);
    bits += cheap ? 1 : seen.has(sign) ? perSign * 0.75 : perSign;
    seen.add(sign);
    before = sign;
  }
  return bits;
}

/** Usual disguises taken off; keeps the length. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll("0", "o")
    .replaceAll("@", "a")
    .replaceAll("$", "s")
    .replaceAll("3", "e")
    .replaceAll("1", "l");
}

function follows(before: string, sign: string): boolean {
  if (before === "") return false;
  const pair = (before + sign).toLowerCase();
  const back = (sign + before).toLowerCase();
  return ROWS.some((row) => row.includes(pair) || row.includes(back));
}

function poolOf(text: string): number {
  let pool = 0;
  if (/[a-z]/.test(text)) pool += 26;
  if (/[A-Z]/.test(text)) pool += 26;
  if (/\d/.test(text)) pool += 10;
  if (/[^a-zA-Z\d]/.test(text)) pool += 33;
  return Math.max(pool, 2);
}
