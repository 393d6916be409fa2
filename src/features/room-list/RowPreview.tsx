import file from "virtual:icon/regular/file-text";
import image from "virtual:icon/regular/image";
import lock from "virtual:icon/regular/lock-simple";
import microphone from "virtual:icon/regular/microphone";
import prohibit from "virtual:icon/regular/prohibit";
import signOut from "virtual:icon/regular/sign-out";
import videoCamera from "virtual:icon/regular/video-camera";
import type { Preview, PreviewBody } from "#api/room-list.ts";
import { t } from "#lib/i18n/t.ts";
import { Icon } from "#ui/icons/Icon.tsx";
import { nameList } from "#ui/room-name.ts";
import { Voices } from "#ui/Voices.tsx";
import { previewLine, removedText } from "./preview-text.ts";

const ICONS: Partial<Record<PreviewBody["kind"], string>> = {
  image,
  video: videoCamera,
  voice: microphone,
  audio: microphone,
  file,
  encrypted: lock,
};

/** The second line of a row. */
export function RowPreview({ preview, type }: { readonly preview: Preview; readonly type: "direct" | "room" }) {
  switch (preview.kind) {
    case "none":
      return <span className="row-prev" />;
    case "typing":
      return (
        <span className="row-prev">
          <Voices size="small" />
          {type === "direct" ? t("roomList.typing") : t("roomList.typingNames", { names: nameList(preview.names) })}
        </span>
      );
    case "draft":
      return (
        <span className="row-prev" dir="auto">
          <em>{t("roomList.draft")}</em> {preview.text}
        </span>
      );
    case "failed":
      return (
        <span className="row-prev" dir="auto">
          {t("roomList.notSent", { text: preview.text })}
        </span>
      );
    case "removed":
      return (
        <span className="row-prev" dir="auto">
          <Icon d={preview.how === "banned" ? prohibit : signOut} />
          {removedText(preview)}
        </span>
      );
    case "message": {
      const icon = ICONS[preview.body.kind];
      return (
        <span className="row-prev" dir="auto">
          {icon === undefined ? null : <Icon d={icon} />}
          {previewLine(preview.from, preview.name, preview.body, type)}
        </span>
      );
    }
  }
}
