/**
 * A hung or dying SharedWorker cannot be ended by a page, and a page that connects again would find it again. So the
 * worker's name carries a number that is raised when that happens. It counts up from the number that was tried, so all
 * tabs that met the same worker arrive at the same next one.
 */
const KEY = "hubbub:core-salt";

export interface CoreSalt {
  /** The number to connect with; remembered as tried. */
  use(): string;
  /** Gives up the worker that was tried last. */
  renew(): void;
}

export function createCoreSalt(): CoreSalt {
  let tried = 0;
  return {
    use() {
      tried = Math.max(tried, stored());
      return String(tried);
    },
    renew() {
      tried += 1;
      try {
        if (stored() < tried) localStorage.setItem(KEY, String(tried));
      } catch {
        // Without storage each tab counts alone; the reload still helps a lone one.
      }
    },
  };
}

function stored(): number {
  try {
    const value = Number(localStorage.getItem(KEY) ?? "0");
    return Number.isSafeInteger(value) && value >= 0 ? value : 0;
  } catch {
    return 0;
  }
}
