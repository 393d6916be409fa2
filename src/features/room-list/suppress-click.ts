/** Swallows the click that ends a drag or a long press; it would open the row. */
export function suppressNextClick(): void {
  const swallow = (event: MouseEvent) => {
    event.preventDefault();
    event.stopPropagation();
  };
  window.addEventListener("click", swallow, { capture: true, once: true });
  // The click, if there is one, comes right after the pointer is let go.
  const done = () => setTimeout(() => window.removeEventListener("click", swallow, { capture: true }), 50);
  window.addEventListener("pointerup", done, { once: true });
  window.addEventListener("pointercancel", done, { once: true });
}

const AFTER_TOUCH = ["touchend", "mousedown", "mouseup", "click"] as const;

/**
 * The same for the end of a long press: with the click come the mouse's events that a browser makes up after a touch,
 * which would count as a press outside of the menu that has just opened.
 */
export function suppressTouchEnd(): void {
  const swallow = (event: Event) => {
    if (event.cancelable) event.preventDefault();
    event.stopPropagation();
    if (event.type === "touchend") setTimeout(stop, 0);
  };
  const options = { capture: true, passive: false };
  const stop = () => {
    for (const type of AFTER_TOUCH) window.removeEventListener(type, swallow, options);
    window.removeEventListener("touchcancel", stop, options);
  };
  for (const type of AFTER_TOUCH) window.addEventListener(type, swallow, options);
  window.addEventListener("touchcancel", stop, options);
}
