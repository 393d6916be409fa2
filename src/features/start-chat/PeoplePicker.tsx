import x from "virtual:icon/regular/x";
import { useState, type ReactNode, type RefObject } from "react";
import type { UserId } from "#api/ids.ts";
import { t } from "#lib/i18n/t.ts";
import { Avatar } from "#ui/Avatar.tsx";
import { Icon } from "#ui/icons/Icon.tsx";
import { Note } from "#ui/Field.tsx";
import { useListbox } from "#ui/use-listbox.ts";
import { avatarOf } from "./candidate-avatar.ts";
import { usePeople, type Candidate } from "./use-people.ts";
import "#ui/group.css";
import "./people-picker.css";

export interface PeoplePickerProps {
  readonly label: string;
  readonly chosen: readonly Candidate[];
  readonly onChosen: (chosen: readonly Candidate[]) => void;
  /** People who cannot be chosen, with the reason shown at the end of their row. */
  readonly excluded?: ReadonlyMap<UserId, string>;
  readonly problem: string | undefined;
  readonly inputRef: RefObject<HTMLInputElement | null>;
  /** Enter in the empty field, with somebody chosen. */
  readonly onDone: () => void;
}

/** Tokens of the chosen, a field to find more, and the people who match. */
export function PeoplePicker({ label, chosen, onChosen, excluded, problem, inputRef, onDone }: PeoplePickerProps) {
  const [query, setQuery] = useState("");
  const { found, state } = usePeople(query);
  const open = found.filter((candidate) => !chosen.some((one) => one.userId === candidate.userId));
  const talking = open.filter((candidate) => candidate.item?.directRoomId !== undefined);
  const others = open.filter((candidate) => candidate.item?.directRoomId === undefined);
  const ordered = [...talking, ...others];

  const choose = (index: number) => {
    const candidate = ordered[index];
    if (!candidate || excluded?.has(candidate.userId)) return;
    onChosen([...chosen, candidate]);
    setQuery("");
    inputRef.current?.focus();
  };
  const listbox = useListbox(
    ordered.map((candidate) => candidate.userId),
    choose,
  );

  const option = (candidate: Candidate): ReactNode => {
    const index = ordered.indexOf(candidate);
    const reason = excluded?.get(candidate.userId);
    const end = reason ?? (candidate.item?.directRoomId === undefined ? "" : t("startChat.inChat"));
    return (
      <div
        key={candidate.userId}
        id={listbox.optionId(index)}
        role="option"
        className={index === listbox.cursor ? "per cur" : "per"}
        aria-selected={index === listbox.cursor}
        aria-disabled={reason !== undefined}
        onPointerMove={() => listbox.setCursor(index)}
        onPointerDown={(event) => event.preventDefault()}
        onClick={() => choose(index)}
      >
        <Avatar avatar={avatarOf(candidate)} size={36} />
        <span>
          <b dir="auto">{candidate.name}</b>
          <small>{candidate.item ? candidate.userId : t("startChat.byId")}</small>
        </span>
        <small className="r">{end}</small>
      </div>
    );
  };

  return (
    <>
      <div className="tokens" onPointerDown={(event) => focusField(event, inputRef)}>
        {chosen.map((candidate) => (
          <span className="tok" key={candidate.userId}>
            <Avatar avatar={avatarOf(candidate)} size={20} />
            <span dir="auto">{candidate.name}</span>
            <button
              type="button"
              aria-label={t("startChat.remove", { name: candidate.name })}
              onClick={() => onChosen(chosen.filter((one) => one.userId !== candidate.userId))}
            >
              <Icon d={x} />
            </button>
          </span>
        ))}
        <input
          ref={inputRef}
          value={query}
          aria-label={label}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          {...listbox.inputProps}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Backspace" && query === "" && chosen.length > 0) onChosen(chosen.slice(0, -1));
            else if (event.key === "Enter" && query === "" && chosen.length > 0) {
              event.preventDefault();
              onDone();
            } else listbox.onKeyDown(event);
          }}
        />
      </div>
      <div className="picker-note">
        <Note note={problem === undefined ? { tone: "plain", text: label } : { tone: "error", text: problem }} />
      </div>
      <div className="picker-list" id={listbox.listId} role="listbox" aria-label={t("startChat.people")}>
        {talking.length > 0 ? <Group title={t("startChat.talkTo")}>{talking.map(option)}</Group> : null}
        {others.length > 0 ? <Group title={t("startChat.others")}>{others.map(option)}</Group> : null}
        {ordered.length === 0 && state === "ready" ? <Nobody query={query.trim()} /> : null}
      </div>
    </>
  );
}

function focusField(
  event: { readonly target: EventTarget; preventDefault(): void },
  field: RefObject<HTMLElement | null>,
) {
  if (event.target instanceof HTMLInputElement || event.target instanceof HTMLButtonElement) return;
  event.preventDefault();
  field.current?.focus();
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div role="group" aria-label={title}>
      <h3 className="grp" aria-hidden="true">
        {title}
      </h3>
      {children}
    </div>
  );
}

function Nobody({ query }: { readonly query: string }) {
  return <p className="picker-nobody">{query === "" ? t("startChat.nobodyYet") : t("startChat.nobody", { query })}</p>;
}
