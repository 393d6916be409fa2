import lockFill from "virtual:icon/fill/lock-simple";
import { useId, useRef } from "react";
import { t } from "#lib/i18n/t.ts";
import { Icon } from "#ui/icons/Icon.tsx";
import "./encryption-lock.css";

const GAP = 6;
const EDGE = 12;

/** The quiet lock in the header; what it means, for whoever asks. */
export function EncryptionLock() {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const note = useRef<HTMLDivElement>(null);
  const place = () => {
    const at = button.current?.getBoundingClientRect();
    if (!at || !note.current) return;
    const { style } = note.current;
    style.insetBlockStart = `${at.bottom + GAP}px`;
    style.insetInlineStart = `${Math.max(EDGE, Math.min(at.left - EDGE, window.innerWidth - note.current.offsetWidth - EDGE))}px`;
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className="lock"
        popoverTarget={id}
        title={t("room.encrypted")}
        aria-label={t("encryption.room.lockOpen")}
      >
        <Icon d={lockFill} />
      </button>
      <div
        ref={note}
        id={id}
        popover="auto"
        className="lock-note"
        onToggle={(event) => {
          if (event.newState === "open") place();
        }}
      >
        <h2>{t("encryption.room.lockTitle")}</h2>
        <p>{t("encryption.room.lockBody")}</p>
        <p>{t("encryption.room.lockVerify")}</p>
      </div>
    </>
  );
}
