/** Attributes of a tag as they were written; only those that are asked for by name are ever seen. */
export type Attributes = Readonly<Record<string, string>>;

export function own(attributes: Attributes, name: string): string | undefined {
  return Object.hasOwn(attributes, name) ? attributes[name] : undefined;
}
