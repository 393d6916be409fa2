import { Icon } from "./icons/Icon.tsx";

export interface ChoiceProps {
  readonly icon: string;
  readonly title: string;
  readonly note: string;
  readonly className: string;
  readonly onChoose: () => void;
}

/** One of a few ways to go on: what it is, and what to expect of it. */
export function Choice({ icon, title, note, className, onChoose }: ChoiceProps) {
  return (
    <button type="button" className={className} onClick={onChoose}>
      <Icon d={icon} />
      <span>
        <b>{title}</b>
        <small>{note}</small>
      </span>
    </button>
  );
}
