import "./logo.css";

// h-u-b-b-u-b: tall, short, tall, tall, short, tall; the fourth voice is you.
const BARS = [
  { x: 1, y: 4 },
  { x: 4.88, y: 10 },
  { x: 8.76, y: 4 },
  { x: 12.64, y: 4 },
  { x: 16.52, y: 10 },
  { x: 20.4, y: 4 },
] as const;

/** The skyline of the name. */
export function Logo({ size = "base" }: { readonly size?: "base" | "big" }) {
  return (
    <svg className={size === "big" ? "mark big" : "mark"} viewBox="0 0 24 24" aria-hidden="true">
      {BARS.map(({ x, y }, index) => (
        <rect key={x} className={index === 3 ? "you" : undefined} x={x} y={y} width="2.6" height={20 - y} rx="1.3" />
      ))}
    </svg>
  );
}
