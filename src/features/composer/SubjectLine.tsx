import arrowBendUpLeft from "virtual:icon/regular/arrow-bend-up-left";
import pencilSimple from "virtual:icon/regular/pencil-simple";
import x from "virtual:icon/regular/x";
import { t } from "#lib/i18n/t.ts";
import type { ComposerSubject } from "#ui/composer-subject.ts";
import { Icon } from "#ui/icons/Icon.tsx";
import { IconButton } from "#ui/IconButton.tsx";
import "./subject-line.css";

export interface SubjectLineProps {
  readonly subject: ComposerSubject;
  readonly onStop: () => void;
}

/** The line above the text: what is answered, or that a message is edited. */
export function SubjectLine({ subject, onStop }: SubjectLineProps) {
  switch (subject.kind) {
    case "reply":
      return (
        <div className="replying" data-person={subject.hue}>
          <Icon d={arrowBendUpLeft} />
          <span dir="auto">{t("composer.answering", { name: subject.name, text: subject.text })}</span>
          <IconButton size="small" icon={x} label={t("composer.stopAnswering")} onClick={onStop} />
        </div>
      );
    case "edit":
      return (
        <div className="replying">
          <Icon d={pencilSimple} />
          <span>{t("composer.editing")}</span>
          <IconButton size="small" icon={x} label={t("composer.stopEditing")} onClick={onStop} />
        </div>
      );
  }
}
