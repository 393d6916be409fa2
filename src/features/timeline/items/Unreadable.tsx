import lock from "virtual:icon/regular/lock-simple";
import { memo } from "react";
import { callVerb } from "#client/use-verb.ts";
import { useValueView } from "#client/use-view.ts";
import { useTimelineActions } from "#features/timeline/timeline-context.ts";
import { unreadable, type Remedy, type UnreadableItem } from "#features/timeline/unreadable-text.ts";
import { t } from "#lib/i18n/t.ts";
import { fullTime } from "#ui/format-time.ts";
import { Icon } from "#ui/icons/Icon.tsx";
import { navigate } from "#ui/navigation.ts";
import { formatRoute } from "#ui/routes.ts";
import "./line.css";

/** There files of keys are read, and what is wrong with the backup is told. */
const SETTINGS = formatRoute({ kind: "settings", section: "encryption" });

/** Encrypted messages that can't be read: one line that says why and what can be done. */
export const Unreadable = memo(function Unreadable({ item }: { readonly item: UnreadableItem }) {
  const encryption = useValueView("encryption", {});
  const { text, remedy } = unreadable(item, encryption);
  return (
    <div className="run unreadable" title={fullTime(item.ts)}>
      <span className="stack">
        <Icon d={lock} size="s" />
      </span>
      <span dir="auto">
        {text} <Action remedy={remedy} />
      </span>
    </div>
  );
});

function Action({ remedy }: { readonly remedy: Remedy }) {
  const { roomId } = useTimelineActions();
  switch (remedy) {
    case "none":
      return null;
    case "get-keys":
      return (
        <button type="button" onClick={() => navigate(formatRoute({ kind: "encryption" }))}>
          {t("encryption.room.getKeys")}
        </button>
      );
    case "settings":
      return (
        <button type="button" onClick={() => navigate(SETTINGS)}>
          {t("encryption.room.openSettings")}
        </button>
      );
    case "again":
      return (
        <button type="button" onClick={() => void callVerb("timeline.tryAgain", { roomId })}>
          {t("encryption.room.tryAgain")}
        </button>
      );
  }
}
