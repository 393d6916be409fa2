import linkBreak from "virtual:icon/regular/link-break";
import type { EventId } from "#api/ids.ts";
import { t } from "#lib/i18n/t.ts";
import { Banner } from "#ui/Banner.tsx";
import { errorText } from "#ui/error-text.ts";
import type { Aiming } from "./use-aim.ts";
import "./target-note.css";

export interface TargetNoteProps {
  readonly aiming: Aiming;
  readonly onLatest: () => void;
  readonly onCopy: (eventId: EventId) => void;
}

/** Why a message that a link leads to is not on screen, and what can be done. */
export function TargetNote({ aiming, onLatest, onCopy }: TargetNoteProps) {
  switch (aiming.state) {
    case "ready":
    case "looking":
      return null;
    case "missing":
      return (
        <div className="target-note">
          <Banner icon={linkBreak} actions={<Ways eventId={aiming.eventId} onLatest={onLatest} onCopy={onCopy} />}>
            {aiming.why === "forbidden" ? t("links.messageForbidden") : t("links.messageUnknown")}
          </Banner>
        </div>
      );
    case "failed":
      return (
        <div className="target-note">
          <Banner
            icon={linkBreak}
            actions={
              <>
                <button type="button" className="link" onClick={aiming.again}>
                  {t("errors.tryAgain")}
                </button>
                <Ways eventId={aiming.eventId} onLatest={onLatest} onCopy={onCopy} />
              </>
            }
          >
            {t("links.messageFailed", { reason: errorText(aiming.error) })}
          </Banner>
        </div>
      );
  }
}

function Ways({
  eventId,
  onLatest,
  onCopy,
}: Pick<TargetNoteProps, "onLatest" | "onCopy"> & { readonly eventId: EventId }) {
  return (
    <>
      <button type="button" className="link" onClick={() => onCopy(eventId)}>
        {t("timeline.copyLink")}
      </button>
      <button type="button" className="link" onClick={onLatest}>
        {t("links.toLatest")}
      </button>
    </>
  );
}
