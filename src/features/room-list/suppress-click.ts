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
