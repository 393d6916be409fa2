/** Loudness of a voice message over time (MSC3246), as a fixed number of bars. */
const SCALE = 1024;
const MOST_READ = 2_000;
const BARS = 32;

/** Values from 0 to 100, 32 of them; undefined if the sender drew nothing that can be read. */
export function readWaveform(value: unknown): readonly number[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const heights: number[] = [];
  for (const one of value.slice(0, MOST_READ)) {
    if (typeof one !== "number" || !Number.isFinite(one)) return undefined;
    heights.push(Math.min(100, Math.max(0, Math.round((one / SCALE) * 100))));
  }
  const bars: number[] = [];
  for (let bar = 0; bar < BARS; bar += 1) {
    const from = Math.floor((bar * heights.length) / BARS);
    const to = Math.max(from + 1, Math.floor(((bar + 1) * heights.length) / BARS));
    bars.push(Math.max(...heights.slice(from, to)));
  }
  return bars.some((height) => height > 0) ? bars : undefined;
}
