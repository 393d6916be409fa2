// Direct chats of the newcomer. `direct` lists the two (or three) people; the first one began it.
import { edit, image, react, say } from "../script.mjs";

export const directs = [
  {
    key: "dm-iris",
    direct: ["iris", "nadia"],
    tags: { nadia: "m.favourite" },
    read: { nadia: "cat" },
    script: [
      say("iris", "9d 19:20", "Did you get home dry?"),
      say("nadia", "9d 19:45", "As dry as the cat."),
      say("iris", "4d 21:10", "Can you bring the **blue** folders on Thursday? The ones from the hall.", {
        html: "Can you bring the <strong>blue</strong> folders on Thursday? The ones from the hall.",
      }),
      say("nadia", "4d 21:12", "Yes. Both?"),
      say("iris", "4d 21:12", "Both. Thank you!"),
      react("last", "💙", "nadia"),
      say("nadia", "130m", "Where do you leave the key these days? Shall I feed the cat as well?", { id: "cat" }),
      say("iris", "109m", "She will insist."),
      say("iris", "108m", "The key is under the blue pot"),
    ],
  },
  {
    key: "dm-tome",
    direct: ["nadia", "tome"],
    read: { nadia: "hooks" },
    script: [
      say("nadia", "3d 07:58", "Are you on the early ferry?"),
      say("tome", "3d 08:20", "Already on deck. It rains sideways."),
      image("tome", "3d 08:21", "ph-panorama.jpg", { name: "Sideways.jpg" }),
      say("nadia", "3d 08:30", "Lovely, if one does not have to be there."),
      say("tome", "1d 18:12", "I found hooks for the long ladder. Will send you a picture when I have light.", {
        id: "hooks",
      }),
      image("tome", "132m", "ph-lamp.jpg", { name: "New ladder hooks.jpg" }),
    ],
  },
  {
    key: "dm-amara",
    direct: ["amara", "nadia"],
    read: { nadia: "last" },
    script: [
      say("amara", "5d 20:01", "I have printed the pictures of the rail, they came out well."),
      say("nadia", "5d 20:15", "Can I have one for the kitchen?"),
      say("amara", "5d 20:16", "You can have the kettle too, if you want."),
      image("amara", "5d 20:17", "ph-kettle.jpg", { name: "Kettle.jpg" }),
      say("nadia", "5d 20:21", "That kettle is older than the light."),
      say("amara", "160m", "Shall we walk out to the pier tonight? Low water is at ten."),
      say("nadia", "155m", "Yes, I will be there at half past nine."),
      say("amara", "150m", "Bring the good lamp"),
    ],
  },
  {
    key: "dm-jonas",
    direct: ["nadia", "jonas"],
    read: { nadia: "last", jonas: "last" },
    script: [
      say("jonas", "2d 12:10", "The dentist moved me to Thursday, of all days.", { id: "dentist" }),
      edit("dentist", "jonas", "2d 12:11", "The dentist moved me to Thursday morning, of all days."),
      say("nadia", "2d 12:30", "I can swap with you. Sunday instead?"),
      say("jonas", "2d 12:31", "You are the best. Sunday it is."),
    ],
  },
  {
    key: "dm-greta-sol",
    direct: ["nadia", "greta", "sol"],
    read: { nadia: "last" },
    script: [
      say("nadia", "3d 14:00", "Does one of you have a tent for the weekend?"),
      say("sol", "3d 14:20", "Mine has a hole where the bear was. (It was a dog.)"),
      say("greta", "3d 14:41", "I can lend you both mine"),
    ],
  },
  {
    key: "dm-wen",
    direct: ["wen", "nadia"],
    read: { nadia: "last" },
    script: [
      say("wen", "3d 16:10", "I have the boat from five. Do you need a lift out to the buoy?"),
      say("nadia", "3d 16:14", "Please. I have to change the battery before it gets dark."),
      say("wen", "3d 16:15", "Then not later than six."),
      say("nadia", "3d 16:16", "See you at the slip at six"),
    ],
  },
];
