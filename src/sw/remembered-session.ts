import type { SealedSession } from "#sdk/store/read-session.ts";

const REMEMBER_MS = 5_000;

export interface RememberedSession {
  read(how: "remembered" | "fresh"): Promise<SealedSession | undefined>;
  forget(): void;
}

/** Opening the store costs more than a thumbnail, so a screen of pictures opens it once. */
export function rememberSession(open: () => Promise<SealedSession | undefined>, now: () => number): RememberedSession {
  let known: { readonly at: number; readonly session: Promise<SealedSession | undefined> } | undefined;
  return {
    async read(how) {
      if (how === "fresh" || !known || now() - known.at > REMEMBER_MS) known = { at: now(), session: open() };
      const reading = known;
      const session = await reading.session;
      // Nobody signed in is no news to keep: a sign-in may be a moment away.
      if (!session && known === reading) known = undefined;
      return session;
    },
    forget() {
      known = undefined;
    },
  };
}
