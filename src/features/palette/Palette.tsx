import compass from "virtual:icon/regular/compass";
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { parseRoomAlias, parseRoomId, parseUserId, type RoomId } from "#api/ids.ts";
import type { JumpItem } from "#api/rooms.ts";
import { callVerb } from "#client/use-verb.ts";
import { useListView } from "#client/use-view.ts";
import { t } from "#lib/i18n/t.ts";
import { Avatar } from "#ui/Avatar.tsx";
import { Icon } from "#ui/icons/Icon.tsx";
import { navigate } from "#ui/navigation.ts";
import { roomName } from "#ui/room-name.ts";
import { formatRoute, roomLink, userLink } from "#ui/routes.ts";
import { useListbox } from "#ui/use-listbox.ts";
import { fold, piecesOf } from "./match.ts";
import type { PaletteSlot } from "./PaletteBox.tsx";
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
const ANY_ROOM = { filter: "", from: 0, count: 1 };

export interface PaletteProps {
  readonly slot: PaletteSlot;
  /** The room one is in: nobody wants to jump there. */
  readonly here: RoomId | undefined;
  readonly actions: readonly PaletteAction[];
}

interface Found {
  /** What was asked; undefined before the first answer. */
  readonly wanted: string | undefined;
  readonly items: readonly JumpItem[];
}

/** What the palette finds: a room or a person to jump to, or something to do. */
export function Palette({ slot, here, actions }: PaletteProps) {
  const { query, onList, takeKeys, close } = slot;
  const [found, setFound] = useState<Found>({ wanted: undefined, items: [] });
  const text = query.trim();
  // Rooms that come to be known while it is open, as they do right after a sign-in, are found too.
  const { total } = useListView("roomList", ANY_ROOM);

  useEffect(() => {
    let wanted = true;
    void callVerb("jump.search", { query: text, limit: LIMIT }, { onError: "caller" }).then((result) => {
      if (wanted) setFound({ wanted: text, items: result.ok ? result.value : [] });
    });
    return () => {
      wanted = false;
    };
  }, [text, total]);

  const places = found.items
    .filter((item) => text !== "" || item.kind !== "room" || item.roomId !== here)
    .map(jumpOption);
  const address = addressOption(text);
  if (address && !places.some((option) => option.key === address.key)) places.push(address);
  const wanted = fold(text);
  const doings = actions
    .filter((action) => wanted === "" || wanted.split(/\s+/).every((word) => fold(action.label).includes(word)))
    .map((action): Option => ({ ...action, face: <Icon d={action.icon} /> }));
  const options = [...places, ...doings];

  const choose = (index: number) => {
    const option = options[index];
    if (!option) return;
    close();
    option.run();
  };
  const listbox = useListbox(
    options.map((option) => option.key),
    choose,
  );

  // Enter means what was typed, not what an earlier answer still shows: it waits for the answer.
  const answered = found.wanted === text;
  const hurry = useRef<string>(undefined);
  useEffect(() => {
    const due = hurry.current === text && answered && options.length > 0;
    if (due || hurry.current !== text) hurry.current = undefined;
    if (due) choose(0);
  });
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (!answered || options.length === 0) && !event.nativeEvent.isComposing)
      hurry.current = text;
    else listbox.onKeyDown(event);
  };
  const latest = useRef({ onKey, text });
  useLayoutEffect(() => {
    latest.current = { onKey, text };
  });
  useLayoutEffect(
    () =>
      takeKeys(
        (event) => latest.current.onKey(event),
        () => {
          hurry.current = latest.current.text;
        },
      ),
    [takeKeys],
  );

  const { listId } = listbox;
  const activeId = listbox.inputProps["aria-activedescendant"];
  useLayoutEffect(
    () => onList({ listId, activeId, state: activeId === undefined ? "none" : "some" }),
    [onList, listId, activeId],
  );

  const row = (option: Option, index: number) => {
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
          {piecesOf(option.label, query).map(({ text: piece, match }, at) =>
            match === "yes" ? <mark key={at}>{piece}</mark> : piece,
          )}
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
    <div className="pal-list" id={listbox.listId} role="listbox" aria-label={t("shell.palette")}>
      {text === "" && places.length > 0 ? (
        <div role="group" aria-label={t("shell.paletteRecent")}>
          <h3 className="grp" aria-hidden="true">
            {t("shell.paletteRecent")}
          </h3>
          {places.map(row)}
        </div>
      ) : (
        places.map(row)
      )}
      {doings.length > 0 ? (
        <div role="group" aria-label={t("shell.paletteDo")}>
          <h3 className="grp" aria-hidden="true">
            {t("shell.paletteDo")}
          </h3>
          {doings.map((option, index) => row(option, places.length + index))}
        </div>
      ) : null}
      {options.length === 0 && answered ? (
        <p className="pal-none" role="status">
          {t("shell.paletteNothing", { query: text })}
        </p>
      ) : null}
    </div>
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
    run: () => {
      void callVerb("jump.used", { id: person.userId }, { onError: "caller" });
      navigate(directRoomId === undefined ? userLink(person.userId) : roomLink(directRoomId));
    },
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
