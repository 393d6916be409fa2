import type { UserId } from "#api/ids.ts";

/** What a body is rendered for. */
export interface TextContext {
  readonly me: UserId;
  /** Name of a member as the room shows it: a pill says who it leads to, not what its sender wrote. */
  nameOf(userId: UserId): string | undefined;
}
