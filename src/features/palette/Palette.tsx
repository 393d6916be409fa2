import compass from "virtual:icon/regular/compass";
import magnifier from "virtual:icon/regular/magnifying-glass";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { parseRoomAlias, parseRoomId, parseUserId } from "#api/ids.ts";
import type { JumpItem } from "#api/rooms.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Avatar } from "#ui/Avatar.tsx";
import { Dialog } from "#ui/Dialog.tsx";
import { Icon } from "#ui/icons/Icon.tsx";
import { navigate } from "#ui/navigation.ts";
import { roomName } from "#ui/room-name.ts";
import { formatRoute, roomLink, userLink } from "#ui/routes.ts";
import { useListbox } from "#ui/use-listbox.ts";
import { fold, splitMatch } from "./match.ts";
import "#ui/find.css";
import "#ui/group.css";
import "./palette.css";

/** Something to do, offered under the rooms. */
export interface PaletteAction {
  readonly key: string;
  readonly label: string;
  readonly hint: string;
  readonly icon: string;
  readonly run: () => void;
}

interface Option {
  readonly key: string;
  readonly label: string;
  readonly hint: string;
  readonly face: ReactNode;
  readonly run: () => void;
}

const LIMIT = 8;

export interface PaletteProps {
  readonly query: string;
  readonly actions: readonly PaletteAction[];
  readonly onClose: () => void;
}

/** Jump to a room or a person, or do something. */
export function Palette({ query: initial, actions, onClose }: PaletteProps) {
  const input = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState(initial);
  const [found, setFound] = useState<readonly JumpItem[]>([]);

  useEffect(() => {
    let wanted = true;
    void callVerb("jump.search", { query: query.trim(), limit: LIMIT }, { onError: "caller" }).then((result) => {
      if (wanted && result.ok) setFound(result.value);
    });
    return () => {
      wanted = false;
    };
  }, [query]);

  const places = found.map(jumpOption);
  const address = addressOption(query.trim());
  if (address && !places.some((option) => option.key === address.key)) places.push(address);
  const wanted = fold(query.trim());
  const doings = actions
    .filter((action) => wanted === "" || fold(action.label).includes(wanted))
    .map((action): Option => ({ ...action, face: <Icon d={action.icon} /> }));
  const options = [...places, ...doings];

  const choose = (index: number) => {
    const option = options[index];
    if (!option) return;
    onClose();
    option.run();
  };
  const listbox = useListbox(
    options.map((option) => option.key),
    choose,
  );

  const row = (option: Option, index: number) => {
    const [before, match, after] = splitMatch(option.label, query);
    return (
      <div
        key={option.key}
        id={listbox.optionId(index)}
        role="option"
        aria-selected={index === listbox.cursor}
        className={index === listbox.cursor ? "palrow cur" : "palrow"}
        onPointerMove={() => listbox.setCursor(index)}
        onPointerDown={(event) => event.preventDefault()}
        onClick={() => choose(index)}
      >
        {option.face}
        <b dir="auto">
          {before}
          {match === "" ? null : <mark>{match}</mark>}
          {after}
        </b>
        <small>{option.hint}</small>
        {index === listbox.cursor ? (
          <span className="keys" aria-hidden="true">
            <kbd>{t("shell.keyEnter")}</kbd>
          </span>
        ) : null}
      </div>
    );
  };

  return (
    <Dialog title={t("shell.palette")} head="bare" className="palette" onClose={onClose} initialFocus={input}>
      <label className="pal-field">
        <Icon d={magnifier} />
        <input
          ref={input}
          value={query}
          aria-label={t("shell.palette")}
          placeholder={t("shell.palettePlaceholder")}
          autoComplete="off"
          spellCheck={false}
          {...listbox.inputProps}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={listbox.onKeyDown}
        />
        <button type="button" className="link pal-close" onClick={onClose}>
          {t("shell.close")}
        </button>
      </label>
      <div className="pal-list" id={listbox.listId} role="listbox" aria-label={t("shell.palette")}>
        {places.map(row)}
        {doings.length > 0 ? (
          <div role="group" aria-label={t("shell.paletteDo")}>
            <h3 className="grp" aria-hidden="true">
              {t("shell.paletteDo")}
            </h3>
            {doings.map((option, index) => row(option, places.length + index))}
          </div>
        ) : null}
        {options.length === 0 ? <p className="pal-none">{t("shell.paletteNothing", { query: query.trim() })}</p> : null}
      </div>
    </Dialog>
  );
}

function jumpOption(item: JumpItem): Option {
  if (item.kind === "room") {
    const kind = item.type === "direct" ? t("shell.paletteDirect") : "";
    return {
      key: item.roomId,
      label: roomName(item.name),
      hint: item.unread === "unread" ? t("shell.paletteUnread") : kind,
      face: <Avatar avatar={item.avatar} size={24} />,
      run: () => navigate(roomLink(item.roomId)),
    };
  }
  const { person, directRoomId } = item;
  return {
    key: person.userId,
    label: person.name,
    hint: person.userId,
    face: <Avatar avatar={person.avatar} size={24} />,
    run: () => navigate(directRoomId === undefined ? userLink(person.userId) : roomLink(directRoomId)),
  };
}

/** A whole address or ID leads where it says, known here or not. */
function addressOption(text: string): Option | undefined {
  const userId = parseUserId(text);
  if (userId) {
    const run = () => navigate(userLink(userId));
    return { key: userId, label: userId, hint: t("shell.palettePerson"), face: <Icon d={compass} />, run };
  }
  const isLink = /^(https:\/\/matrix\.to\/|matrix:)/.test(text);
  if (!isLink && !parseRoomAlias(text) && !parseRoomId(text)) return undefined;
  const run = () => navigate(formatRoute({ kind: "join", target: text }));
  return { key: text, label: text, hint: t("shell.paletteLookUp"), face: <Icon d={compass} />, run };
}
