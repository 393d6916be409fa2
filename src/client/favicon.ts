/** The tab's icon: plain, or with the marigold dot while somebody waits for the user. Both are files: no drawing, no data: URL. */
const ICONS = { plain: "icon.svg", forMe: "icon-for-me.svg" } as const;

export function setFavicon(which: keyof typeof ICONS): void {
  const link = document.querySelector<HTMLLinkElement>("link[rel=icon]");
  if (!link) return;
  const href = `./${ICONS[which]}`;
  if (link.getAttribute("href") !== href) link.setAttribute("href", href);
}

/** The number on the icon of an installed Hubbub; browsers without it lack nothing else. */
export function setAppBadge(count: number): void {
  if (!("setAppBadge" in navigator)) return;
  const done = count > 0 ? navigator.setAppBadge(count) : navigator.clearAppBadge();
  done.catch(() => undefined);
}
