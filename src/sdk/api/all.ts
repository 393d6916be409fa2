/** Pulls every noun's part of the contract into the program; import this (types only) where the whole map is needed. */
export type {} from "./messages.ts";
export type {} from "./rooms.ts";
export type {} from "./session.ts";
