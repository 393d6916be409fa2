export interface TabTitle {
  /** Name of the application. */
  readonly app: string;
  /** Name of the open room or screen. */
  readonly place: string | undefined;
  /** Rooms and messages that want the user. */
  readonly forMe: number;
  readonly unread: number;
}

/** `(3) Room · Hubbub`; a dot where there is only unread that is for nobody in particular. */
export function tabTitle({ app, place, forMe, unread }: TabTitle): string {
  const name = place === undefined || place === "" ? app : `${place} · ${app}`;
  if (forMe > 0) return `(${forMe > 99 ? "99+" : forMe}) ${name}`;
  return unread > 0 ? `• ${name}` : name;
}

export function setTabTitle(title: TabTitle): void {
  const next = tabTitle(title);
  if (document.title !== next) document.title = next;
}
