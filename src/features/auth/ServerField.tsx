import { t } from "#lib/i18n/t.ts";
import { Field } from "#ui/Field.tsx";
import { useDoor } from "./door-context.ts";
import { discoveryNote } from "./sign-in-error.ts";
import type { Discovery } from "./use-discovery.ts";

/** Which server; the same text in all screens of the door. */
export function ServerField({
  discovery,
  problem,
}: {
  readonly discovery: Discovery;
  readonly problem: string | undefined;
}) {
  const { defaultServer, otherServers, server, setServer } = useDoor();
  return (
    <Field
      label={t("auth.serverToRegister")}
      name="server"
      value={otherServers === "refused" ? defaultServer : server}
      readOnly={otherServers === "refused"}
      autoComplete="url"
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      inputMode="url"
      autoFocus={server === ""}
      note={problem === undefined ? discoveryNote(discovery) : { tone: "error", text: problem }}
      onChange={(event) => setServer(event.target.value)}
    />
  );
}
