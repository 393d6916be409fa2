// The rooms around town, from a busy choir to a quiet allotment. Some are of older room versions, as real servers
// keep them, and some live on the other server.
import { dice, emote, file, image, join, leave, notice, react, rename, say, topic } from "../script.mjs";
import { residents } from "../people.mjs";

const choir = {
  key: "choir",
  creator: "linn",
  version: "11",
  name: "Night choir",
  avatar: "av-choir.png",
  alias: "night-choir",
  public: true,
  topic: "Wednesdays at eight, boathouse, upstairs. Bring a pencil.",
  members: ["nadia", "iris", "rosa", "bashir", "greta", "yuki"],
  read: { nadia: "pencils", others: "last" },
  script: [
    say("linn", "8d 18:00", "New piece for Wednesday: the evening song, in four parts."),
    file("linn", "8d 18:01", "Evening song, four parts.pdf", "application/pdf"),
    say("rosa", "8d 19:12", "The altos come in a bar early on page two. On purpose?"),
    say("linn", "8d 19:15", "On purpose. It is a canon for exactly one bar.", { replyTo: "last" }),
    emote("bashir", "8d 19:20", "hums it in the lift and gets looks"),
    say("greta", "6d 22:10", "That was a good evening. The last chord is still in the walls."),
    react("last", "🎶", "linn", "nadia", "rosa", "yuki"),
    leave("yuki", "5d 09:00"),
    join("yuki", "5d 09:30"),
    say("yuki", "5d 09:31", "Sorry, pressed the wrong thing"),
    say("iris", "2d 20:00", "I cannot be there this week, the harbour office wants to see me."),
    say("nadia", "2d 20:12", "I will sing your notes too, they are only three.", { id: "pencils" }),
    say("linn", "131m", "Nadia can you bring the folders? The blue ones, from the hall.", {
      mentions: ["nadia"],
      id: "folders",
    }),
    say("rosa", "126m", "And pencils, Nadia. The good ones.", { mentions: ["nadia"] }),
    react("folders", "📁", "rosa"),
  ],
};

const bread = {
  key: "bread",
  creator: "sol",
  version: "10",
  name: "Bread on Sundays",
  avatar: "av-bread.png",
  topic: "We bake, we swap, we complain about ovens. Rye welcome.",
  public: true,
  alias: "bread",
  members: ["nadia", "amara", "tome", "omar", "greta", "wen"],
  read: { nadia: "starter" },
  script: [
    say("sol", "7d 09:00", "This week: sourdough with caraway. Starter was fed at seven."),
    say("amara", "7d 09:30", "What temperature do you bake at?"),
    say("sol", "7d 09:41", "Start at 250 °C for ten minutes with steam, then 210 °C until it sounds hollow.", {
      html: "<ol><li>250 °C for ten minutes, <em>with steam</em></li><li>then 210 °C until it sounds hollow</li></ol>",
    }),
    say("nadia", "7d 12:05", "Mine sounds like a drum. A wet one. What about the starter?", { id: "starter" }),
    say("sol", "7d 12:10", "Wait ten minutes and knock again."),
    say("omar", "2d 08:00", "I am out of caraway, can I use fennel?"),
    say("greta", "2d 08:05", "You can. Nobody will forgive you."),
    say("tome", "2d 08:20", "I would eat it."),
    say("omar", "2d 08:21", "Fennel it is."),
    image("omar", "1d 11:00", "ph-kettle.jpg", { name: "Waiting for the oven.jpg" }),
    say("wen", "1d 11:20", "The crust looks better than mine ever did"),
    say("sol", "320m", "If anyone still has rye from last week, keep it dry."),
    say("amara", "310m", "I have about a kilo."),
    say("tome", "300m", "Two, but it is coarse"),
    say("greta", "280m", "Can somebody lend me a proofing basket until Sunday?"),
    say("omar", "270m", "Take mine, it is by the door."),
    say("wen", "200m", "Oven at the boathouse is free from two."),
    say("sol", "138m", "The starter is alive again"),
  ],
};

const tides = {
  key: "tides",
  creator: "tides",
  name: "Tide tables",
  avatar: "av-waves.png",
  topic: "High and low water, four times a day, from a machine.",
  public: true,
  alias: "tides",
  members: ["nadia", "iris", "wen", "pavel"],
  muted: "nadia",
  read: { nadia: "d2-1" },
  script: [
    ...[4, 3, 2, 1].flatMap((day) =>
      ["03:58", "10:12", "16:20", "22:31"].map((clock, i) =>
        notice("tides", `${day}d ${clock}`, `${i % 2 ? "Low" : "High"} water ${clock}, ${i % 2 ? "0.6" : "4.2"} m`, {
          id: `d${day}-${i}`,
        }),
      ),
    ),
    image("tides", "1d 23:00", "ph-tide.png", { name: "Tomorrow.png" }),
    notice("tides", "152m", "High water 16:42, 4.1 m"),
  ],
};

const market = {
  key: "market",
  creator: "omar",
  name: "Market street",
  members: ["nadia", "rosa", "jonas", "linn"],
  read: { nadia: "crates" },
  script: [
    say("omar", "4d 07:30", "The square is closed on Saturday until nine, deliveries by the harbour side please."),
    say("rosa", "4d 07:50", "Noted. I need two crates more than last time."),
    say("nadia", "4d 08:02", "I have crates.", { id: "crates" }),
    rename("omar", "3d 10:00", "Market street (Saturdays)"),
    rename("omar", "3d 10:02", "Market street"),
    say("omar", "154m", "Stall plan for Saturday is up"),
  ],
};

const allotment = {
  key: "allotment",
  creator: "jonas",
  version: "11",
  name: "Allotment 14b",
  avatar: "av-garden.png",
  topic: "Water on even days. The gate sticks, lift it.",
  members: ["nadia", "amara", "greta"],
  read: { nadia: "last" },
  script: [
    say("jonas", "12d 17:00", "The beans are up. All of them, at once, as always."),
    say("greta", "12d 18:10", "Freeze them. You will be grateful in February."),
    say(
      "amara",
      "10d 08:00",
      "Somebody has left the tap open over night. The marrow loves it, the neighbour does not.",
    ),
    topic("jonas", "9d 12:05", "Water on even days. The gate sticks, lift it. Close the tap."),
    say("nadia", "3d 18:20", "I can water on Thursday and Saturday."),
    say("jonas", "3d 18:25", "Then I only have to do the rest of the week. Thank you."),
  ],
};

const ferries = {
  key: "ferries",
  creator: "yuki",
  name: "Ferry spotters",
  topic: "Sightings only. No engine noises in voice messages, Tomé.",
  public: true,
  alias: "ferries",
  members: ["nadia", "tome", "rosa", "pavel"],
  read: { nadia: "last" },
  script: [
    say("yuki", "6d 06:40", "06:38, the small one, two minutes late, gulls on board: eleven."),
    say("tome", "6d 06:55", "Twelve. One was inside."),
    say("pavel", "5d 21:15", "Did you know that her first engine is in the museum in the old customs house?"),
    say("yuki", "5d 21:20", "I have been inside it. They let you turn the crank."),
    say("rosa", "4d 12:00", "The old Albatross is back in dock"),
    react("last", "🛳️", "yuki", "tome", "pavel"),
  ],
};

const dice1 = dice(20);
const square = {
  key: "square",
  creator: "linn",
  name: "Harbour square",
  topic: "Boats, weather, lost dogs. Everybody on this server starts here.",
  public: true,
  alias: "square",
  residents: 284,
  members: ["nadia", "iris", "tome", "amara", "jonas", "bashir", "omar", "rosa", "wen"],
  tags: { nadia: "m.lowpriority" },
  read: { nadia: "lost" },
  script: [
    ...Array.from({ length: 24 }, (_, i) =>
      say(
        residents(284)[dice1.below(284)].localpart,
        `${Math.max(1, 6 - Math.floor(i / 4))}d ${String(8 + (i % 4) * 3).padStart(2, "0")}:${String(dice1.below(60)).padStart(2, "0")}`,
        dice1.pick([
          "Anybody else without hot water on the hill side?",
          "The bakery van is at the slip until noon.",
          "Found: one glove, left, striped. It waits on the bollard.",
          "Fog horn test at eleven, do not worry.",
          "Parking by the boathouse is closed for the week.",
          "Thank you to whoever pulled my boat up last night!",
          "Fireworks on Saturday were not us. Sorry, dogs.",
          "Is the library open this evening?",
          "It is. Until eight.",
          "Wind picks up after four, mind the awnings.",
        ]),
      ),
    ),
    say("rosa", "1d 18:30", "Has anybody seen a small brown dog? Answers to Biscuit, or to biscuits.", { id: "lost" }),
    say("omar", "1d 19:05", "He is with me. He has eaten. He is asleep."),
    react("last", "🐕", "rosa", "iris", "tome", "amara", "jonas", "nadia"),
    say("rosa", "1d 19:06", "Thank you!"),
  ],
};

const notices = {
  key: "notices",
  creator: "linn",
  version: "11",
  name: "Server notices",
  topic: "From Linn, who looks after this server.",
  members: ["nadia", "iris", "tome", "amara"],
  tags: { nadia: "m.lowpriority" },
  read: { nadia: "last" },
  script: [
    notice("linn", "14d 09:00", "The server has a new certificate. There is nothing for you to do."),
    say(
      "linn",
      "1d 12:00",
      "The server moves to new disks on Sunday at 04:00. Expect ten quiet minutes. Messages you write meanwhile are kept and sent afterwards.",
      {
        html: "<p>The server moves to new disks on <strong>Sunday at 04:00</strong>. Expect ten quiet minutes.</p><p>Messages you write meanwhile are kept and sent afterwards.</p>",
      },
    ),
  ],
};

const repair = {
  key: "repair",
  creator: "pavel",
  name: "Repair café",
  topic: "Bring it broken on Wednesdays. Toasters a speciality.",
  public: true,
  alias: "repair",
  members: ["nadia", "bashir", "sol", "jonas"],
  read: { nadia: "last" },
  script: [
    say("pavel", "11d 10:00", "This Wednesday: sewing machines. Yuki brings the feet."),
    emote("bashir", "11d 10:20", "brings the machine, the table and a bad conscience"),
    say("sol", "11d 11:00", "I have a radio that only knows one station."),
    say("pavel", "11d 11:02", "That is not broken, that is loyal."),
    react("last", "📻", "sol", "nadia"),
    say("nadia", "8d 20:30", "The toaster works! It even stops by itself now."),
  ],
};

/** Rooms nobody has invited the newcomer to yet: they are found in the directories of the two servers. */
export const directoryRooms = [
  {
    key: "sheets",
    creator: "linn",
    name: "Sheet music swap",
    topic: "Public domain only, please.",
    public: true,
    alias: "sheets",
    members: ["rosa"],
    script: [],
  },
  {
    key: "lens",
    creator: "wen",
    name: "Light and lens",
    topic: "Fresnel lenses, prisms, how to clean them and how not to. Beginners are welcome, ask anything.",
    public: true,
    alias: "lens",
    members: ["greta", "pavel"],
    script: [say("wen", "2d 10:00", "Ask away. The only bad question is asked with a wire brush in hand.")],
  },
  {
    key: "aurora",
    creator: "yuki",
    name: "Northern lights watch",
    topic: "Alerts when the sky is worth leaving the house for.",
    public: true,
    alias: "aurora",
    members: ["sol", "greta"],
    script: [say("yuki", "3d 23:10", "Green band low in the north. Go, go, go.")],
  },
];

/** Rooms the newcomer is invited to but has not joined. */
export const invitations = [
  {
    key: "night-trains",
    creator: "greta",
    name: "Night Trains",
    avatar: "av-train.png",
    topic: "Sleeping cars, timetables, breakfast rolls.",
    members: ["yuki", "sol"],
    invites: { nadia: { by: "greta" } },
    script: [say("greta", "2d 15:00", "The winter timetable is out, and the sleeper to the coast is back.")],
  },
  { key: "dm-pavel", direct: ["pavel"], invites: { nadia: { by: "pavel", direct: true } }, script: [] },
];

/** A room the newcomer was in and left. */
const regatta = {
  key: "regatta",
  creator: "tome",
  name: "Regatta committee",
  topic: "Over. See you next year.",
  members: ["nadia", "jonas"],
  read: {},
  script: [say("tome", "20d 18:00", "That was it. Thank you all, see you next year."), leave("nadia", "19d 09:00")],
};

export const town = [choir, bread, tides, market, allotment, ferries, square, notices, repair, regatta];
