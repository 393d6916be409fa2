// All rooms of the demo world.
import { directs } from "./rooms/direct.mjs";
import { lighthouse } from "./rooms/lighthouse.mjs";
import { log } from "./rooms/log.mjs";
import { directoryRooms, invitations, town } from "./rooms/town.mjs";

export const ROOMS = [log, lighthouse, ...directs, ...town, ...directoryRooms, ...invitations];
