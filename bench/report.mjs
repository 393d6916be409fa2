// The figures of one run: kept in order, printed beside their budgets as text or as a Markdown table.
export const ms = (n) => `${n < 10 ? n.toFixed(1) : Math.round(n)} ms`;
export const seconds = (n) => `${n.toFixed(2)} s`;
export const kB = (n) => `${(n / 1000).toFixed(0)} kB`;
export const MB = (n) => `${(n / 1e6).toFixed(1)} MB`;
export const percent = (n) => `${n.toFixed(1)} %`;
export const times = (n) => n.toFixed(2);
export const count = (n) => String(Math.round(n));

const sorted = (list) => [...list].sort((a, b) => a - b);
export const median = (list) => sorted(list)[Math.floor(list.length / 2)] ?? Number.NaN;
export const p95 = (list) => sorted(list)[Math.min(list.length - 1, Math.floor(list.length * 0.95))] ?? Number.NaN;

export function createReport(say = (line) => console.error(line)) {
  const rows = [];

  /** `budget` is undefined where there is none: then the figure only informs. */
  function add(name, value, budget, show) {
    const row = { name, shown: show(value), budget: budget === undefined ? "" : show(budget), ratio: "" };
    if (budget === 0) row.ratio = value === 0 ? "met" : "over";
    else if (budget !== undefined) row.ratio = (value / budget).toFixed(2);
    row.met = budget === undefined || value <= budget;
    rows.push(row);
    say(`${name}: ${row.shown}${row.budget && ` of ${row.budget}`}`);
  }

  function text() {
    const width = Math.max(...rows.map((row) => row.name.length));
    const line = (name, figure, budget, ratio) =>
      `${name.padEnd(width)}  ${figure.padStart(10)}  ${budget.padStart(10)}  ${ratio.padStart(6)}`;
    const over = rows.filter((row) => !row.met).length;
    return [
      line("measure", "figure", "budget", "ratio"),
      ...rows.map((row) => line(row.name, row.shown, row.budget, row.ratio) + (row.met ? "" : "  over")),
      `${rows.filter((row) => row.budget).length - over} budgets met, ${over} not`,
    ].join("\n");
  }

  function markdown() {
    const lines = rows.map(
      (row) => `| ${row.name} | ${row.shown} | ${row.budget} | ${row.met ? row.ratio : `**${row.ratio}**`} |`,
    );
    return ["| Measure | Figure | Budget | Ratio |", "| --- | --- | --- | --- |", ...lines].join("\n");
  }

  return { add, text, markdown };
}
