import { createContext, use } from "react";
import type { Config } from "#client/config.ts";
import { deviceName } from "./device-name.ts";

/** What every screen of the door knows. */
export interface DoorContext {
  readonly config: Config;
  readonly defaultServer: string;
  /** `refused`: the deployer wants the default server and no other. */
  readonly otherServers: "allowed" | "refused";
  /** The server field's text, kept from screen to screen. */
  readonly server: string;
  readonly setServer: (server: string) => void;
}

export const Door = createContext<DoorContext | undefined>(undefined);

export function useDoor(): DoorContext {
  const door = use(Door);
  if (!door) throw new Error("this is shown inside the door");
  return door;
}

/** What this session is going to be called in the list of devices. */
export function sessionName(config: Config): string {
  return config.deviceName ?? deviceName(navigator.userAgent);
}
