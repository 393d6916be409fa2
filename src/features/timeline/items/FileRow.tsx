import downloadIcon from "virtual:icon/regular/download-simple";
import file from "virtual:icon/regular/file";
import filePdf from "virtual:icon/regular/file-pdf";
import fileText from "virtual:icon/regular/file-text";
import fileZip from "virtual:icon/regular/file-zip";
import type { MediaInfo, MessageItem } from "#api/timeline.ts";
import { fileKind } from "#features/timeline/item-text.ts";
import { useTimelineActions } from "#features/timeline/timeline-context.ts";
import { t } from "#lib/i18n/t.ts";
import { Icon } from "#ui/icons/Icon.tsx";
import { IconButton } from "#ui/IconButton.tsx";
import { sizeText } from "#ui/file-size.ts";
import { UploadBar, UploadStop } from "./Upload.tsx";
import "./file-row.css";

function iconOf(kind: string): string {
  switch (kind) {
    case "PDF":
      return filePdf;
    case "ZIP":
    case "GZ":
    case "7Z":
      return fileZip;
    case "TXT":
    case "MD":
    case "ODT":
    case "DOC":
    case "DOCX":
      return fileText;
    default:
      return file;
  }
}

/** A file: what it is called, what it is, how large, and the way to get it. While it uploads, how far that is. */
export function FileRow({ media, item }: { readonly media: MediaInfo; readonly item: MessageItem }) {
  const { download } = useTimelineActions();
  const kind = fileKind(media);
  const { mxc } = media;
  const { send } = item;
  return (
    <div className="file">
      <Icon d={iconOf(kind)} />
      <span>
        <b dir="auto">{media.name}</b>
        <small className="num">
          {send.state === "uploading"
            ? t("media.uploading", { sent: sizeText(send.sent), total: sizeText(send.total) })
            : media.size === undefined
              ? kind
              : t("media.kindAndSize", { kind, size: sizeText(media.size) })}
        </small>
      </span>
      <UploadStop item={item} name={media.name} />
      <UploadBar item={item} />
      {mxc === undefined || send.state !== "sent" ? null : (
        <IconButton
          size="small"
          icon={downloadIcon}
          label={t("media.download", { name: media.name })}
          onClick={() => download(mxc, media.name, media.seal)}
        />
      )}
    </div>
  );
}
