/**
 * Equality of plain data (what survives structured clone): by value, with `undefined` members equal to missing ones.
 * Blobs and other exotic objects are equal only if identical.
 */
export function structuralEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item: unknown, index) => structuralEqual(item, b[index]));
  }
  if (Array.isArray(b) || !isPlain(a) || !isPlain(b)) return false;
  for (const key of Object.keys(a)) if (!structuralEqual(a[key], own(b, key))) return false;
  for (const key of Object.keys(b)) if (!Object.hasOwn(a, key) && b[key] !== undefined) return false;
  return true;
}

type Plain = { readonly [key: string]: unknown };

function isPlain(value: object): value is Plain {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function own(value: Plain, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}
