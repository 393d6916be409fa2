import x from "virtual:icon/regular/x";
import type { MessageItem } from "#api/timeline.ts";
import { useTimelineActions } from "#features/timeline/timeline-context.ts";
import { t } from "#lib/i18n/t.ts";
import { IconButton } from "#ui/IconButton.tsx";
import "./upload.css";

/** How far an upload is, as a bar. It lies on what is there already, so that nothing moves when it goes. */
export function UploadBar({ item }: { readonly item: MessageItem }) {
  const { send } = item;
  if (send.state !== "uploading") return null;
  const share = send.total > 0 ? Math.min(1, send.sent / send.total) : 0;
  return (
    <span
      className="upload-bar"
      role="progressbar"
      aria-label={t("timeline.sending")}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
    >
      <u style={{ transform: `scaleX(${share})` }} />
    </span>
  );
}

/** Stops a file that has not gone out yet. */
export function UploadStop({ item, name }: { readonly item: MessageItem; readonly name: string }) {
  const { discard } = useTimelineActions();
  const { send, txnId } = item;
  if (txnId === undefined || (send.state !== "uploading" && send.state !== "queued")) return null;
  return (
    <IconButton
      size="small"
      icon={x}
      className="upload-stop"
      label={t("media.cancelUpload", { name })}
      onClick={() => discard(txnId)}
    />
  );
}

/** Bar and stop button on a picture. */
export function UploadVeil({ item, name }: { readonly item: MessageItem; readonly name: string }) {
  return (
    <>
      <UploadStop item={item} name={name} />
      <UploadBar item={item} />
    </>
  );
}
