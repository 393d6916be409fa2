// The ship's log: one room with thousands of numbered, backdated messages, for scrolling back a long way. The text is
// made up by dice with a fixed seed, so that two seedings (and two runs of a bench) scroll through the same thing.
import { dice } from "../script.mjs";

export const LOG_LENGTH = 5000;
const MINUTES_BETWEEN = 17;

const WRITERS = ["iris", "tome", "amara", "jonas", "bashir", "nadia"];
const WIND = "N NNE NE ENE E ESE SE SSE S SSW SW WSW W WNW NW NNW".split(" ");
const SKY = [
  "clear",
  "some cloud",
  "overcast",
  "fog bank off the point",
  "drizzle",
  "rain showers",
  "haze",
  "high cloud",
  "stars out",
];
const SEA = [
  "smooth",
  "slight",
  "moderate",
  "a long swell from the west",
  "choppy in the entrance",
  "rough outside the mole",
];
const SEEN = [
  "two trawlers outbound",
  "the pilot boat alongside the tanker",
  "a yacht without lights, hailed",
  "eleven gannets, diving",
  "the ferry, on time for once",
  "nothing at all, for a full hour",
  "porpoises by the outer buoy",
  "a rowing eight who should have been in bed",
  "the dredger, moved to the north side",
  "one very lost paddle board, recovered",
];
const CHORES = [
  "Oiled the winch and the gate.",
  "Lamp trimmed, lens wiped, cat fed.",
  "Changed the battery of the barometer, it had been sulking since Monday.",
  "Flags dried and folded.",
  "Wrote up the fuel: 42 litres left, which is enough until the barge comes.",
  "Rang the harbour office about the buoy. They rang back, which is new.",
  "Swept the stairs, all ninety-one of them.",
  "Paint on the rail is dry. Do not trust the sign, it is older than the paint.",
];
const STORIES = [
  "A man came up and asked whether this was the lighthouse. I said it was. He looked at the light for a while, thanked me, and went down again. I have been thinking about him since.",
  "Radio check with the lifeboat station, loud and clear. They asked whether we could see their lamp; we could, and told them that the left one flickers. They did not know. Now they do, and somebody has to climb.",
  "The swell came round at two and has been knocking on the west door ever since. I have put the bench against it. If the bench is gone in the morning, look north.",
  "Counted the stores with the new list. The list says nine tins of paint, the shelf says six, and the shelf is usually right. Corrected the list, signed it, and hid one tin so that next month will be a pleasant surprise.",
];

/** The log's messages, oldest first: { by, ts, content }. */
export function logEntries(now, count = LOG_LENGTH) {
  const roll = dice(1851);
  let pressure = 1013;
  let writer = WRITERS[0];
  return Array.from({ length: count }, (_, i) => {
    if (roll.next() < 0.3) writer = roll.pick(WRITERS);
    pressure = Math.min(1042, Math.max(974, pressure + roll.below(5) - 2));
    const number = `No. ${i + 1}.`;
    const weather = `Wind ${roll.pick(WIND)} ${1 + roll.below(8)}, ${roll.pick(SKY)}, sea ${roll.pick(SEA)}, ${pressure} hPa.`;
    const kind = roll.next();
    const body =
      kind < 0.5
        ? `${number} ${weather}`
        : kind < 0.75
          ? `${number} ${weather} Seen: ${roll.pick(SEEN)}.`
          : kind < 0.93
            ? `${number} ${roll.pick(CHORES)}`
            : `${number} ${roll.pick(STORIES)}`;
    const ts = now - (count - i) * MINUTES_BETWEEN * 60_000 - roll.below(60) * 1000;
    return { by: writer, ts, content: { msgtype: kind > 0.985 ? "m.notice" : "m.text", body, "m.mentions": {} } };
  });
}

export const log = {
  key: "log",
  creator: "iris",
  name: "Ship’s log",
  topic: "Every watch writes one line. Numbers are checked on Fridays.",
  members: ["nadia", "tome", "amara", "jonas", "bashir"],
  read: { nadia: LOG_LENGTH - 42 },
};
