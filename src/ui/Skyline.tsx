import "./skyline.css";

const WIDTH = 1440;
const STEP = 15;
const YOU = 51;

// Heights that look like a murmur and are the same at every visit: a small linear congruential sequence.
function heights(): readonly number[] {
  const bars: number[] = [];
  let seed = 20;
  for (let x = 0; x * STEP < WIDTH; x += 1) {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    bars.push(30 + (seed % 1055) / 10);
  }
  return bars;
}

const BARS = heights();

/** The horizon of the sign-in screen: many voices, and one that is you. */
export function Skyline() {
  return (
    <svg className="skyline" viewBox={`0 0 ${WIDTH} 160`} preserveAspectRatio="xMidYMax slice" aria-hidden="true">
      {BARS.map((height, index) => (
        <rect
          key={index}
          className={index === YOU ? "you" : undefined}
          x={index * STEP + 2}
          y={168 - (index === YOU ? 88 : height)}
          width="8"
          height={index === YOU ? 88 : height}
          rx="4"
        />
      ))}
    </svg>
  );
}
