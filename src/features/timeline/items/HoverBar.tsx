import check from "virtual:icon/bold/check";
import code from "virtual:icon/regular/code";
import copy from "virtual:icon/regular/copy";
import link from "virtual:icon/regular/link-simple";
import { useState } from "react";
import type { MessageItem } from "#api/timeline.ts";
import { bodyText } from "#features/timeline/item-text.ts";
import { useTimelineActions } from "#features/timeline/timeline-context.ts";
import { t } from "#lib/i18n/t.ts";
import { IconButton } from "#ui/IconButton.tsx";
import "./hover-bar.css";

/** What can be done with a message, while it is pointed at or has the focus. */
export function HoverBar({ item }: { readonly item: MessageItem }) {
  const { copyLink, viewSource } = useTimelineActions();
  const [copied, setCopied] = useState<"none" | "text" | "link">("none");
  const { eventId } = item;
  return (
    <div className="hoverbar" role="toolbar" aria-label={t("timeline.actions")}>
      <IconButton
        icon={copied === "text" ? check : copy}
        label={copied === "text" ? t("timeline.copied") : t("timeline.copyText")}
        onClick={() => {
          void navigator.clipboard.writeText(bodyText(item.body)).then(() => setCopied("text"));
        }}
      />
      {eventId === undefined ? null : (
        <>
          <IconButton
            icon={copied === "link" ? check : link}
            label={copied === "link" ? t("timeline.copied") : t("timeline.copyLink")}
            onClick={() => {
              copyLink(eventId);
              setCopied("link");
            }}
          />
          <IconButton icon={code} label={t("timeline.viewSource")} onClick={() => viewSource(eventId)} />
        </>
      )}
    </div>
  );
}
