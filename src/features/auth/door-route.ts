/** The addresses of the screens for those who are not signed in. Whatever else the address says is kept for afterwards. */
import { useSyncExternalStore } from "react";

export type DoorRoute = "login" | "register" | "forgot-password" | "start-sso";

const ROUTES: Readonly<Record<string, DoorRoute>> = {
  register: "register",
  forgot_password: "forgot-password",
  start_sso: "start-sso",
};

export const DOOR_LINKS = { login: "#/login", register: "#/register", forgot: "#/forgot_password" } as const;

export function parseDoorRoute(hash: string): DoorRoute {
  const name = /^#\/([a-z_]+)(?:[/?]|$)/.exec(hash)?.[1] ?? "";
  return (Object.hasOwn(ROUTES, name) ? ROUTES[name] : undefined) ?? "login";
}

function subscribe(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}

export function useDoorRoute(): DoorRoute {
  return useSyncExternalStore(subscribe, () => parseDoorRoute(location.hash));
}
