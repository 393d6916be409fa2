import copy from "virtual:icon/regular/copy";
import gear from "virtual:icon/regular/gear-six";
import monitor from "virtual:icon/regular/monitor";
import moon from "virtual:icon/regular/moon";
import signOut from "virtual:icon/regular/sign-out";
import sun from "virtual:icon/regular/sun";
import { lazy, Suspense, useRef, useState } from "react";
import { serverOf } from "#api/ids.ts";
import type { SettingValues } from "#api/settings.ts";
import { openDialog } from "#client/ui-store.ts";
import { setSetting, useSetting } from "#client/use-setting.ts";
import { useValueView } from "#client/use-view.ts";
import { copyAndTell } from "#client/copy-and-tell.ts";
import { t } from "#lib/i18n/t.ts";
import { Avatar } from "#ui/Avatar.tsx";
import { IconButton } from "#ui/IconButton.tsx";
import type { MenuEntry } from "#ui/Menu.tsx";
import { navigate } from "#ui/navigation.ts";
import "./account-footer.css";

const loadMenu = () => import("#ui/Menu.tsx");
const Menu = lazy(() => loadMenu().then((module) => ({ default: module.Menu })));

const THEMES: readonly { readonly value: SettingValues["theme"]; readonly icon: string }[] = [
  { value: "system", icon: monitor },
  { value: "light", icon: sun },
  { value: "dark", icon: moon },
];

/** Who one is, at the foot of the list; opens the menu of the account. */
export function AccountFooter() {
  const session = useValueView("session", {});
  const theme = useSetting("theme");
  const button = useRef<HTMLButtonElement>(null);
  const [state, setState] = useState<"open" | "closed">("closed");
  const warm = () => void loadMenu();
  const me = session?.state === "signed-in" ? session : undefined;

  const entries: readonly MenuEntry[] = [
    {
      kind: "choice",
      label: t("shell.theme"),
      value: theme,
      options: THEMES.map(({ value, icon }) => ({ value, icon, label: t(`shell.theme.${value}`) })),
      onChoose: (value) => {
        const chosen = THEMES.find((one) => one.value === value);
        if (chosen) void setSetting("theme", chosen.value);
      },
    },
    { kind: "line" },
    {
      kind: "action",
      label: t("shell.copyMyId"),
      icon: copy,
      onChoose: () => {
        if (!me) return;
        void copyAndTell(me.userId, t("room.idCopied"));
      },
    },
    { kind: "action", label: t("shell.settings"), icon: gear, onChoose: () => navigate("#/settings") },
    { kind: "line" },
    {
      kind: "action",
      label: t("shell.signOut"),
      icon: signOut,
      tone: "danger",
      onChoose: () => openDialog("sign-out"),
    },
  ];

  return (
    <footer className="list-foot">
      <button
        ref={button}
        type="button"
        className="me"
        aria-haspopup="menu"
        aria-expanded={state === "open"}
        aria-label={me ? t("shell.accountOf", { name: me.me.name }) : t("shell.account")}
        onPointerEnter={warm}
        onFocus={warm}
        onClick={() => setState(state === "open" ? "closed" : "open")}
      >
        {me ? <Avatar avatar={me.me.avatar} size={28} /> : <span className="av av-28" />}
        <span>
          <b dir="auto">{me?.me.name}</b>
          <small>{me ? serverOf(me.userId) : null}</small>
        </span>
      </button>
      <IconButton className="opt-rail" icon={gear} label={t("shell.settings")} onClick={() => navigate("#/settings")} />
      {state === "open" ? (
        <Suspense>
          <Menu
            label={t("shell.account")}
            anchor={button}
            side="top"
            align="start"
            entries={entries}
            onClose={() => setState("closed")}
          />
        </Suspense>
      ) : null}
    </footer>
  );
}
