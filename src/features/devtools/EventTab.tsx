import { useState } from "react";
import type { Result } from "#api/errors.ts";
import { parseEventId, type RoomId } from "#api/ids.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { errorText } from "#ui/error-text.ts";
import { Field } from "#ui/Field.tsx";
import { JsonTree } from "./JsonTree.tsx";

/** Any event of the room, by its id. */
export function EventTab({ roomId }: { readonly roomId: RoomId }) {
  const [text, setText] = useState("");
  const [source, setSource] = useState<Result<string>>();
  const eventId = parseEventId(text.trim());
  return (
    <>
      <form
        className="devtools-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!eventId) return;
          void callVerb("event.source", { roomId, eventId }, { onError: "caller" }).then(setSource);
        }}
      >
        <Field label={t("devtools.eventId")} dir="ltr" value={text} onChange={(event) => setText(event.target.value)} />
        <Button type="submit" look="primary" disabled={!eventId}>
          {t("devtools.fetch")}
        </Button>
      </form>
      {source?.ok === true ? <JsonTree json={source.value} /> : null}
      {source?.ok === false ? <p className="devtools-note">{errorText(source.error)}</p> : null}
    </>
  );
}
