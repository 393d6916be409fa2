import { useEffect, useState } from "react";
import type { EventId, RoomId } from "#api/ids.ts";
import type { Result } from "#api/errors.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Dialog, DialogFoot } from "#ui/Dialog.tsx";
import { errorText } from "#ui/error-text.ts";
import { Segment } from "#ui/Segment.tsx";
import "./source-dialog.css";

export interface SourceDialogProps {
  readonly roomId: RoomId;
  readonly eventId: EventId;
  readonly onClose: () => void;
}

/** An event as the server sent it. */
export function SourceDialog({ roomId, eventId, onClose }: SourceDialogProps) {
  const [wire, setWire] = useState<Result<string>>();
  const [opened, setOpened] = useState<string>();
  const [which, setWhich] = useState<"wire" | "opened">("opened");
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    let wanted = true;
    void callVerb("event.source", { roomId, eventId }, { onError: "caller" }).then((result) => {
      if (wanted) setWire(result);
    });
    void callVerb("event.opened", { roomId, eventId }, { onError: "caller" }).then((result) => {
      if (wanted && result.ok) setOpened(result.value);
    });
    return () => {
      wanted = false;
    };
  }, [eventId, roomId]);
  const source: Result<string> | undefined =
    which === "opened" && opened !== undefined ? { ok: true, value: opened } : wire;
  const text = source === undefined ? t("timeline.sourceLoading") : source.ok ? source.value : errorText(source.error);
  return (
    <Dialog title={t("timeline.sourceTitle")} className="d-source" onClose={onClose}>
      <div className="d-body">
        {opened === undefined ? null : (
          <Segment
            label={t("encryption.room.source")}
            value={which}
            options={[
              { value: "opened", label: t("encryption.room.sourceOpened") },
              { value: "wire", label: t("encryption.room.sourceWire") },
            ]}
            onChange={(next) => {
              setWhich(next);
              setCopied(false);
            }}
          />
        )}
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
