/** Asks the server, a moment after the last key, whether a user name can be had. */
import { useEffect, useState } from "react";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import type { FieldNote } from "#ui/Field.tsx";

const PAUSE_MS = 400;
const ALLOWED = /^[a-z0-9._=\-/+]+$/;

export function useUsernameNote(
  server: { readonly baseUrl: string; readonly serverName: string } | undefined,
  username: string,
): FieldNote | undefined {
  const [verdict, setVerdict] = useState<{ readonly username: string; readonly note: FieldNote } | undefined>(
    undefined,
  );
  const baseUrl = server?.baseUrl;
  const serverName = server?.serverName;
  const wellFormed = ALLOWED.test(username);
  useEffect(() => {
    if (baseUrl === undefined || serverName === undefined || !wellFormed) return undefined;
    let current = true;
    const timer = setTimeout(() => {
      void callVerb("session.checkUsername", { baseUrl, username }, { onError: "caller" }).then((result) => {
        if (!current || !result.ok) return;
        const id = `@${username}:${serverName}`;
        const notes: Readonly<Record<typeof result.value, FieldNote>> = {
          free: { tone: "good", text: t("auth.userFree", { id }) },
          taken: { tone: "error", text: t("auth.userTaken") },
          malformed: { tone: "error", text: t("auth.userMalformed") },
          reserved: { tone: "error", text: t("auth.userReserved") },
        };
        setVerdict({ username, note: notes[result.value] });
      });
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [baseUrl, serverName, username, wellFormed]);
  if (username === "") return undefined;
  if (!wellFormed) return { tone: "error", text: t("auth.userMalformed") };
  return verdict?.username === username ? verdict.note : undefined;
}
