import { useEffect, useState } from "react";
import type { EventId, RoomId } from "#api/ids.ts";
import type { Result } from "#api/errors.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Dialog, DialogFoot } from "#ui/Dialog.tsx";
import { errorText } from "#ui/error-text.ts";
import "./source-dialog.css";

export interface SourceDialogProps {
  readonly roomId: RoomId;
  readonly eventId: EventId;
  readonly onClose: () => void;
}

/** An event as the server sent it. */
export function SourceDialog({ roomId, eventId, onClose }: SourceDialogProps) {
  const [source, setSource] = useState<Result<string>>();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    let wanted = true;
    void callVerb("event.source", { roomId, eventId }, { onError: "caller" }).then((result) => {
      if (wanted) setSource(result);
    });
    return () => {
      wanted = false;
    };
  }, [eventId, roomId]);
  const text = source === undefined ? t("timeline.sourceLoading") : source.ok ? source.value : errorText(source.error);
  return (
    <Dialog title={t("timeline.sourceTitle")} className="d-source" onClose={onClose}>
      <div className="d-body">
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <pre className="source" dir="ltr" tabIndex={0}>
          {text}
        </pre>
      </div>
      <DialogFoot>
        <Button
          disabled={source?.ok !== true}
          onClick={() => {
            void navigator.clipboard.writeText(text).then(() => setCopied(true));
          }}
        >
          {copied ? t("timeline.copied") : t("timeline.copyText")}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
