import compass from "virtual:icon/regular/compass";
import magnifier from "virtual:icon/regular/magnifying-glass";
import notePencil from "virtual:icon/regular/note-pencil";
import x from "virtual:icon/regular/x";
import type { KeyboardEvent } from "react";
import { t } from "#lib/i18n/t.ts";
import { Icon } from "#ui/icons/Icon.tsx";
import { IconButton } from "#ui/IconButton.tsx";
import { Logo } from "#ui/Logo.tsx";
import { navigate } from "#ui/navigation.ts";
import { shortcut } from "#ui/shortcut.ts";
import "#ui/find.css";
import "./list-head.css";

export interface ListHeadProps {
  readonly filter: string;
  readonly onFilter: (filter: string) => void;
  /** Enter in the box: jump with what was typed. */
  readonly onJump: (query: string) => void;
}

/** Home, the find box, and the two ways to begin something. */
export function ListHead({ filter, onFilter, onJump }: ListHeadProps) {
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    switch (event.key) {
      case "Escape":
        if (filter === "") return;
        onFilter("");
        break;
      case "ArrowDown":
        document.querySelector<HTMLElement>(".list-body")?.focus();
        break;
      case "Enter":
        onJump(filter);
        break;
      default:
        return;
    }
    event.preventDefault();
  };
  return (
    <header className="list-head">
      <a className="ib home-link" href="#/home" aria-label={t("shell.home")} title={t("shell.home")}>
        <Logo />
      </a>
      <label className="find">
        <Icon d={magnifier} />
        <input
          value={filter}
          placeholder={t("shell.find")}
          aria-label={t("shell.findLabel")}
          data-landmark="search"
          autoComplete="off"
          spellCheck={false}
          enterKeyHint="go"
          onChange={(event) => onFilter(event.target.value)}
          onKeyDown={onKeyDown}
        />
        {filter === "" ? (
          <span className="keys" aria-hidden="true">
            <kbd>{shortcut("K")}</kbd>
          </span>
        ) : (
          <IconButton size="small" icon={x} label={t("roomList.closeFilter")} onClick={() => onFilter("")} />
        )}
      </label>
      <IconButton className="opt-rail" icon={compass} label={t("shell.joinRoom")} onClick={() => navigate("#/join")} />
      <IconButton icon={notePencil} label={t("shell.startChat")} onClick={() => navigate("#/dm")} />
    </header>
  );
}
