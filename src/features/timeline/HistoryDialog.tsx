import { useEffect, useState } from "react";
import type { Result } from "#api/errors.ts";
import type { EventId, RoomId } from "#api/ids.ts";
import type { MessageHistory, MessageVersion } from "#api/messages.ts";
import type { MatrixTarget } from "#api/rich-text.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Dialog } from "#ui/Dialog.tsx";
import { errorText } from "#ui/error-text.ts";
import { fullTime, machineTime } from "#ui/format-time.ts";
import { RichText } from "#ui/rich-text/RichText.tsx";
import { bodyText } from "./item-text.ts";
import "./message-dialogs.css";

export interface HistoryDialogProps {
  readonly roomId: RoomId;
  readonly eventId: EventId;
  readonly onTarget: (target: MatrixTarget) => void;
  readonly onClose: () => void;
}

/** All wordings of a message, the newest first. */
export function HistoryDialog({ roomId, eventId, onTarget, onClose }: HistoryDialogProps) {
  const [history, setHistory] = useState<Result<MessageHistory>>();
  useEffect(() => {
    let wanted = true;
    void callVerb("message.history", { roomId, eventId }, { onError: "caller" }).then((result) => {
      if (wanted) setHistory(result);
    });
    return () => {
      wanted = false;
    };
  }, [eventId, roomId]);
  return (
    <Dialog title={t("timeline.historyTitle")} onClose={onClose}>
      <div className="d-body d-list">
        {history === undefined ? <p>{t("timeline.historyReading")}</p> : null}
        {history?.ok === false ? <p>{errorText(history.error)}</p> : null}
        {history?.ok === true ? (
          <>
            {history.value.extent === "loaded" ? <p>{t("timeline.historyPartial")}</p> : null}
            <ol className="versions">
              {history.value.versions.toReversed().map((version, index, all) => (
                <li key={version.eventId}>
                  <p className="version-when">
                    <time dateTime={machineTime(version.ts)}>{fullTime(version.ts)}</time>
                    {index === 0 ? <span>{t("timeline.versionNow")}</span> : null}
                    {index === all.length - 1 && index > 0 ? <span>{t("timeline.versionFirst")}</span> : null}
                  </p>
                  <Version version={version} onTarget={onTarget} />
                </li>
              ))}
            </ol>
          </>
        ) : null}
      </div>
    </Dialog>
  );
}

function Version({
  version: { body },
  onTarget,
}: {
  readonly version: MessageVersion;
  readonly onTarget: (target: MatrixTarget) => void;
}) {
  return "rich" in body ? <RichText nodes={body.rich} onTarget={onTarget} /> : <p dir="auto">{bodyText(body)}</p>;
}
