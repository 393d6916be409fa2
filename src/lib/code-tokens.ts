/** What a coloured range of code is. Its index here is the third number of each triple that says start, end and kind. */
export const TOKEN_KINDS = ["word", "text", "number", "note"] as const;
export type TokenKind = (typeof TOKEN_KINDS)[number];
