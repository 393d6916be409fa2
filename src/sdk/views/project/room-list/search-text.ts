/** What the filter box looks at: names without case and accents, and the ids of people in direct chats. */
import { localpartOf, type UserId } from "#api/ids.ts";
import type { RoomName } from "#api/people.ts";
import { fold } from "#lib/fold.ts";

export function searchText(name: RoomName, directWith: readonly UserId[]): string {
  return fold([...namesOf(name), ...directWith.map((userId) => `@${localpartOf(userId)}`)].join(" "));
}

/** A name as one text, to sort by. */
export function nameText(name: RoomName): string {
  return namesOf(name).join(", ");
}

function namesOf(name: RoomName): readonly string[] {
  switch (name.kind) {
    case "named":
      return [name.text];
    case "people":
      return name.names;
    case "empty":
      return name.was;
    default:
      return name satisfies never;
  }
}

/** Words of a folded query. */
export function wordsOf(query: string): readonly string[] {
  return query.split(/\s+/).filter((word) => word !== "");
}

/** Every word is somewhere in the folded text; a single letter must begin a word, else it would match everything. */
export function textMatches(text: string, words: readonly string[]): boolean {
  return words.every((word) => (word.length > 1 ? text.includes(word) : beginsWord(text, word)));
}

function beginsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const before = text[at - 1];
    if (before === undefined || !/[\p{L}\p{N}]/u.test(before)) return true;
  }
  return false;
}
