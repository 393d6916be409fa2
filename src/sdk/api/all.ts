/** Pulls every noun's part of the contract into the program; import this (types only) where the whole map is needed. */
export type {} from "./account.ts";
export type {} from "./encryption.ts";
export type {} from "./data.ts";
export type {} from "./links.ts";
export type {} from "./devtools.ts";
export type {} from "./messages.ts";
export type {} from "./rooms.ts";
export type {} from "./session.ts";
export type {} from "./settings.ts";
