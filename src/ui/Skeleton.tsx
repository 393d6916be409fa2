import "./skeleton.css";

/** Places of rows that are on their way: a tile and two bars, no shimmer. Say in words elsewhere what is loading. */
export function Skeleton({ rows, shape = "round" }: { readonly rows: number; readonly shape?: "round" | "square" }) {
  return (
    <div className="skels" aria-hidden="true">
      {Array.from({ length: rows }, (_, index) => (
        <div className="sk" key={index}>
          <span className={shape === "square" ? "c square" : "c"} />
          <span className="bars">
            <i />
            <i />
          </span>
        </div>
      ))}
    </div>
  );
}
