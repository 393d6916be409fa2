// What a person sees while things happen: one line per step with the time it took, and in a terminal a living line
// for everything that takes longer than a second. No colours and no cursor tricks unless it is a terminal.
const started = Date.now();
const live = process.stdout.isTTY && process.env.TERM !== "dumb";

const seconds = (ms) =>
  ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
const elapsed = () => `[${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s]`;

export function say(text) {
  console.log(`${elapsed()} ${text}`);
}

/** Runs one step. `work` gets a function that updates the text behind the step's name. */
export async function step(name, work) {
  const begun = Date.now();
  let detail = "";
  let lastPlain = begun;
  const draw = () => {
    if (Date.now() - begun < 1_000) return;
    const line = `${elapsed()} ${name} …${detail ? ` ${detail}` : ""}`;
    if (live) process.stdout.write(`\r\x1b[2K${line.slice(0, (process.stdout.columns ?? 80) - 1)}`);
    else if (Date.now() - lastPlain > 15_000) {
      lastPlain = Date.now();
      console.log(line);
    }
  };
  const timer = setInterval(draw, live ? 120 : 1_000);
  const clear = () => {
    clearInterval(timer);
    if (live) process.stdout.write("\r\x1b[2K");
  };
  try {
    const result = await work((text) => (detail = text));
    clear();
    say(`${name}: done in ${seconds(Date.now() - begun)}`);
    return result;
  } catch (error) {
    clear();
    say(`${name}: failed after ${seconds(Date.now() - begun)}`);
    throw error;
  }
}
