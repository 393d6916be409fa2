import compass from "virtual:icon/regular/compass";
import folderPlus from "virtual:icon/regular/folder-plus";
import gear from "virtual:icon/regular/gear-six";
import house from "virtual:icon/regular/house";
import monitor from "virtual:icon/regular/monitor";
import moon from "virtual:icon/regular/moon";
import notePencil from "virtual:icon/regular/note-pencil";
import signOut from "virtual:icon/regular/sign-out";
import sun from "virtual:icon/regular/sun";
import userPlus from "virtual:icon/regular/user-plus";
import users from "virtual:icon/regular/users";
import usersThree from "virtual:icon/regular/users-three";
import type { RoomId } from "#api/ids.ts";
import { openDialog } from "#client/ui-store.ts";
import { setSetting } from "#client/use-setting.ts";
import { Palette, type PaletteAction } from "#features/palette/Palette.tsx";
import type { PaletteSlot } from "#features/palette/PaletteBox.tsx";
import { t } from "#lib/i18n/t.ts";
import { navigate } from "#ui/navigation.ts";
import { formatRoute, panelLink } from "#ui/routes.ts";

export interface AppPaletteProps {
  readonly slot: PaletteSlot;
  readonly roomId: RoomId | undefined;
}

/** The palette with everything that can be done from here. */
export function AppPalette({ slot, roomId }: AppPaletteProps) {
  const go = (key: string, label: string, icon: string, link: string, hint = ""): PaletteAction => {
    return { key, label, icon, hint, run: () => navigate(link) };
  };
  const appearance = t("shell.appearance");
  const actions: readonly PaletteAction[] = [
    go("start", t("shell.startChat"), notePencil, "#/dm"),
    go("create", t("shell.createRoom"), usersThree, "#/new"),
    go("join", t("shell.joinRoom"), compass, "#/join"),
    ...(roomId
      ? [
          go("invite", t("room.invitePeople"), userPlus, formatRoute({ kind: "invite", roomId }), t("shell.here")),
          go("members", t("shell.tab.members"), users, panelLink(roomId, "members"), t("shell.here")),
        ]
      : []),
    go("home", t("shell.home"), house, "#/home"),
    {
      key: "dark",
      label: t("shell.toDark"),
      icon: moon,
      hint: appearance,
      run: () => void setSetting("theme", "dark"),
    },
    {
      key: "light",
      label: t("shell.toLight"),
      icon: sun,
      hint: appearance,
      run: () => void setSetting("theme", "light"),
    },
    {
      key: "system",
      label: t("shell.toSystem"),
      icon: monitor,
      hint: appearance,
      run: () => void setSetting("theme", "system"),
    },
    go("settings", t("shell.settings"), gear, "#/settings"),
    {
      key: "section",
      label: t("roomList.newSection"),
      icon: folderPlus,
      hint: "",
      run: () => openDialog("new-section"),
    },
    { key: "sign-out", label: t("shell.signOut"), icon: signOut, hint: "", run: () => openDialog("sign-out") },
  ];
  return <Palette slot={slot} here={roomId} actions={actions} />;
}
