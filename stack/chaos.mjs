// A bad network made from a number: a chooser of faults for the proxy (proxy.mjs). The same seed gives the same dice.
//   proxy.fault(createChaos({ seed: 7 }).choose);
// Most requests pass; others come late, break off, get lost before or after they did their work, or are refused with 429
// or 502. Now and then everything is gone for some seconds.

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function dice(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const TABLE = [
  [0.58, "pass"],
  [0.15, "late"],
  [0.07, "answer lost"],
  [0.07, "cut off"],
  [0.05, "429"],
  [0.05, "502"],
  [0.03, "request lost"],
];
const OUTAGE_EVERY_MS = 25_000;
const OUTAGE_MS = 3_000;

export function createChaos({ seed, now = Date.now }) {
  const roll = dice(seed);
  const counts = {};
  const count = (kind) => void (counts[kind] = (counts[kind] ?? 0) + 1);
  let outage = { from: now() + OUTAGE_EVERY_MS * (0.5 + roll()), until: 0 };

  function pick() {
    let left = roll();
    for (const [share, kind] of TABLE) {
      left -= share;
      if (left < 0) return kind;
    }
    return "pass";
  }

  return {
    /** How often each fault was chosen. */
    counts,
    choose({ method }) {
      const at = now();
      if (at >= outage.from && outage.until === 0) outage = { from: at, until: at + OUTAGE_MS * roll() };
      if (outage.until > 0 && at >= outage.until) outage = { from: at + OUTAGE_EVERY_MS * (0.5 + roll()), until: 0 };
      if (outage.until > 0) {
        count("outage");
        return "offline";
      }
      if (method === "OPTIONS") return undefined;
      const kind = pick();
      count(kind);
      switch (kind) {
        case "late":
          return { delayMs: Math.round(50 + roll() ** 3 * 4_000) };
        case "answer lost":
          return { dropAnswer: true };
        case "cut off":
          return { truncate: Math.round(roll() * 400) };
        case "429":
          return { status: 429, retryAfterMs: Math.round(100 + roll() * 1_500) };
        case "502":
          return { status: 502 };
        case "request lost":
          return "offline";
        default:
          return undefined;
      }
    },
  };
}
