/** What somebody typed into the sign-in form, taken apart. */
import { localpartOf, parseUserId, serverOf } from "#api/ids.ts";

/** A Matrix ID in the server field or the user field says both the server and the user. */
export function splitMatrixId(input: string): { readonly server: string; readonly user: string } | undefined {
  const text = input.trim();
  const id = parseUserId(
    text.startsWith("@") ? text : text.includes("://") || !text.includes(":") ? undefined : `@${text}`,
  );
  if (!id) return undefined;
  // "example.org:8448" is a server with a port, not a user on the server "8448".
  if (!text.startsWith("@") && /^\d+$/.test(serverOf(id))) return undefined;
  return { server: serverOf(id), user: localpartOf(id) };
}

/** The user name as the server wants it: without the sigil and without the server. */
export function userOf(input: string): string {
  return splitMatrixId(input)?.user ?? input.trim().replace(/^@/, "");
}

/** The Matrix ID as it will be, for sentences. */
export function idOf(user: string, serverName: string): string {
  return `@${userOf(user)}:${serverName}`;
}
