import compass from "virtual:icon/regular/compass";
import copy from "virtual:icon/regular/copy";
import notePencil from "virtual:icon/regular/note-pencil";
import usersThree from "virtual:icon/regular/users-three";
import { useListView, useValueView } from "#client/use-view.ts";
import { copyAndTell } from "#client/copy-and-tell.ts";
import { t, type MessageKey } from "#lib/i18n/t.ts";
import { IconButton } from "#ui/IconButton.tsx";
import { Icon } from "#ui/icons/Icon.tsx";
import { Logo } from "#ui/Logo.tsx";
import "./home.css";

const STARTS: readonly {
  readonly href: string;
  readonly icon: string;
  readonly title: MessageKey;
  readonly note: MessageKey;
}[] = [
  { href: "#/dm", icon: notePencil, title: "shell.startChat", note: "shell.startChatNote" },
  { href: "#/join", icon: compass, title: "shell.joinRoom", note: "shell.joinRoomNote" },
  { href: "#/new", icon: usersThree, title: "shell.createRoom", note: "shell.createRoomNote" },
];

function greeting(hour: number): MessageKey {
  if (hour < 5) return "shell.goodNight";
  if (hour < 12) return "shell.goodMorning";
  return hour < 18 ? "shell.goodAfternoon" : "shell.goodEvening";
}

/** No room is open: what waits, and three ways to begin. A new account starts here. */
export function Home() {
  const session = useValueView("session", {});
  const badge = useValueView("badge", {});
  const list = useListView("roomList", { filter: "", from: 0, count: 1 });
  if (session?.state !== "signed-in") return null;
  const { me, userId } = session;
  const fresh = list.state === "ready" && list.total === 0;
  const waiting = badge?.forMe ?? 0;
  const copyId = () => {
    void copyAndTell(userId, t("room.idCopied"));
  };
  return (
    <div className="home">
      <header>
        <Logo size="big" />
        <h1>{t(greeting(new Date().getHours()), { name: firstName(me.name) })}</h1>
        <p>{fresh ? t("shell.homeFresh") : t("shell.homeWaiting", { count: waiting })}</p>
      </header>
      <div className="starts">
        {STARTS.map(({ href, icon, title, note }) => (
          <a className="start" href={href} key={href}>
            <Icon d={icon} />
            <span>
              <b>{t(title)}</b>
              <small>{t(note)}</small>
            </span>
          </a>
        ))}
      </div>
      <h2>{t("shell.reachYou")}</h2>
      <p className="my-id">
        <code>{userId}</code>
        <IconButton size="small" icon={copy} label={t("shell.copyMyId")} onClick={copyId} />
      </p>
    </div>
  );
}

function firstName(name: string): string {
  return name.startsWith("@") ? name : (name.split(/\s/)[0] ?? name);
}
