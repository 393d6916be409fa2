const MIMETYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,62}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/;

/** `image/png` in lower case, without parameters. */
export function readMimetype(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const type = (value.split(";", 1)[0] ?? "").trim().toLowerCase();
  return MIMETYPE.test(type) ? type : undefined;
}
