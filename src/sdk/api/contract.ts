/**
 * The contract between window and core: verbs (`Commands`) and views (`ListViews`, `ValueViews`). Everything that
 * crosses survives structured clone. Each noun declares its part in its own file by interface merging:
 *   declare module "./contract.ts" { interface Commands { "room.join": { args: …; result: … } } }
 */
import type { Keyed } from "./list-patch.ts";

/** Verbs: `{ args, result }` by name `noun.verb`. */
// eslint-disable-next-line @typescript-eslint/no-empty-interface
export interface Commands {}

/** Live lists: `{ params, item }`. */
// eslint-disable-next-line @typescript-eslint/no-empty-interface
export interface ListViews {}

/** Live single values: `{ params, value }`. */
// eslint-disable-next-line @typescript-eslint/no-empty-interface
export interface ValueViews {}

export type Verb = keyof Commands;
export type ListView = keyof ListViews;
export type ValueView = keyof ValueViews;

export type ArgsOf<V extends Verb> = Commands[V] extends { readonly args: infer A } ? A : never;
export type ResultOf<V extends Verb> = Commands[V] extends { readonly result: infer R } ? R : never;
export type ListParams<V extends ListView> = ListViews[V] extends { readonly params: infer P } ? P : never;
export type ListItem<V extends ListView> = ListViews[V] extends { readonly item: infer I extends Keyed } ? I : never;
export type ValueParams<V extends ValueView> = ValueViews[V] extends { readonly params: infer P } ? P : never;
export type ValueOf<V extends ValueView> = ValueViews[V] extends { readonly value: infer T } ? T : never;
