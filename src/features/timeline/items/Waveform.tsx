import { memo } from "react";

const STEP = 4;
const HEIGHT = 24;
const LEAST = 2;

/** Loudness as bars; what was heard is ink. One path, so that a frame of playing draws nothing but a clip. */
export function Waveform({ bars, share }: { readonly bars: readonly number[]; readonly share: number }) {
  return (
    <span className="wave" aria-hidden="true">
      <Bars bars={bars} />
      <span className="wave-heard" style={{ clipPath: `inset(0 ${(1 - share) * 100}% 0 0)` }}>
        <Bars bars={bars} />
      </span>
    </span>
  );
}

const Bars = memo(function Bars({ bars }: { readonly bars: readonly number[] }) {
  const path = bars
    .map((bar, index) => {
      const height = Math.max(LEAST, Math.round((bar / 100) * HEIGHT));
      return `M${index * STEP + 1.5} ${(HEIGHT - height) / 2 + 1}v${Math.max(0.1, height - 2)}`;
    })
    .join("");
  return (
    <svg viewBox={`0 0 ${bars.length * STEP} ${HEIGHT}`} preserveAspectRatio="none">
      <path d={path} />
    </svg>
  );
});
