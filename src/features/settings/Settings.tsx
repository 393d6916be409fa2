/**
 * The settings fill the sheet; the list stays at hand beside them. On a phone the sections are a page, and each of them is
 * another. The address names the section, and the single setting that is looked for.
 */
import arrowLeft from "virtual:icon/regular/arrow-left";
import find from "virtual:icon/regular/magnifying-glass";
import signOut from "virtual:icon/regular/sign-out";
import x from "virtual:icon/regular/x";
import { useEffect, useRef, useState } from "react";
import { openDialog } from "#client/ui-store.ts";
import { t } from "#lib/i18n/t.ts";
import { Icon } from "#ui/icons/Icon.tsx";
import { IconButton } from "#ui/IconButton.tsx";
import { closeOverlay, navigate, redirect } from "#ui/navigation.ts";
import { formatRoute } from "#ui/routes.ts";
import { PHONE, useMediaQuery } from "#ui/use-media-query.ts";
import { About } from "./About.tsx";
import { Account } from "./Account.tsx";
import { Appearance } from "./Appearance.tsx";
import { Data } from "./Data.tsx";
import { Encryption } from "./Encryption.tsx";
import { FoundItem } from "./found-item.ts";
import { Keyboard } from "./Keyboard.tsx";
import { Messages } from "./Messages.tsx";
import { Privacy } from "./Privacy.tsx";
import { findSettings, SECTIONS, type Section, type SectionId } from "./sections.ts";
import { Sessions } from "./Sessions.tsx";
import { UnverifiedMark } from "./UnverifiedMark.tsx";
import { useBehindInert } from "#ui/use-behind-inert.ts";
import "#ui/find.css";
import "#ui/group.css";
import "./settings.css";
import "./settings-rows.css";

export interface SettingsProps {
  readonly section: string | undefined;
  readonly item: string | undefined;
}

export function Settings({ section, item }: SettingsProps) {
  const phone = useMediaQuery(PHONE);
  const chosen = SECTIONS.find(({ id }) => id === section) ?? (phone ? undefined : SECTIONS[0]);
  const [query, setQuery] = useState("");
  const root = useRef<HTMLElement>(null);
  const page = useRef<HTMLDivElement>(null);
  /** On a phone: whether the browser's back leads to the list of sections. */
  const fromList = useRef<"yes" | "no">("no");
  useBehindInert(root);
  useEffect(() => {
    // Newer browsers answer with a promise, which is no clean-up.
    page.current?.scrollTo(0, 0);
  }, [chosen?.id]);

  const go = (to: Section, target?: string) => {
    const link = formatRoute({ kind: "settings", section: to.id, item: target });
    if (!phone) {
      redirect(link);
      return;
    }
    fromList.current = "yes";
    navigate(link);
  };
  const up = () => {
    if (fromList.current === "yes") window.history.back();
    else redirect(formatRoute({ kind: "settings" }));
    fromList.current = "no";
  };

  return (
    // Escape anywhere in the settings leaves them.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      ref={root}
      className="sheet settings"
      aria-label={t("shell.settings")}
      tabIndex={-1}
      data-landmark="main"
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.preventDefault();
        if (query === "") closeOverlay();
        else setQuery("");
      }}
    >
      {phone && chosen ? null : (
        <nav className="setnav" aria-label={t("settings.sections")}>
          <header>
            <h1>{t("shell.settings")}</h1>
            <IconButton icon={x} label={t("shell.close")} onClick={closeOverlay} />
          </header>
          <label className="find">
            <Icon d={find} />
            <input
              type="search"
              aria-label={t("settings.search")}
              placeholder={t("settings.search")}
              value={query}
              onChange={(event) => setQuery(event.target.value)}
            />
          </label>
          <Links query={query} chosen={chosen?.id} onGo={go} />
          <button type="button" className="out" onClick={() => openDialog("sign-out")}>
            <Icon d={signOut} />
            {t("settings.signOut")}
          </button>
        </nav>
      )}
      {chosen ? (
        // The keys scroll it where nothing in it takes the focus.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className="setpage" ref={page} role="group" aria-label={chosen.title} tabIndex={0}>
          <header className="sethead">
            {phone ? <IconButton icon={arrowLeft} label={t("settings.back")} onClick={up} /> : null}
            <h2>{chosen.title}</h2>
          </header>
          <FoundItem value={item}>
            <div className="setbody">{pageOf(chosen.id)}</div>
          </FoundItem>
        </div>
      ) : null}
    </section>
  );
}

interface LinksProps {
  readonly query: string;
  readonly chosen: SectionId | undefined;
  readonly onGo: (section: Section, item?: string) => void;
}

function Links({ query, chosen, onGo }: LinksProps) {
  const found = findSettings(query);
  if (query.trim() === "") {
    return (
      <div className="setlinks">
        {SECTIONS.map((section) => (
          <a
            key={section.id}
            href={formatRoute({ kind: "settings", section: section.id })}
            aria-current={section.id === chosen ? "page" : undefined}
            onClick={(event) => {
              event.preventDefault();
              onGo(section);
            }}
          >
            <Icon d={section.icon} />
            {section.title}
            {section.id === "sessions" ? <UnverifiedMark /> : null}
          </a>
        ))}
      </div>
    );
  }
  if (found.length === 0) return <p className="set-intro">{t("settings.noMatch", { query: query.trim() })}</p>;
  return (
    <div className="setlinks">
      {found.map(({ section, item, title }) => (
        <a
          key={`${section.id}/${item}`}
          href={formatRoute({ kind: "settings", section: section.id, item })}
          onClick={(event) => {
            event.preventDefault();
            onGo(section, item);
          }}
        >
          <Icon d={section.icon} />
          <span>
            {title}
            <small>{section.title}</small>
          </span>
        </a>
      ))}
    </div>
  );
}

function pageOf(id: SectionId) {
  switch (id) {
    case "account":
      return <Account />;
    case "appearance":
      return <Appearance />;
    case "messages":
      return <Messages />;
    case "privacy":
      return <Privacy />;
    case "encryption":
      return <Encryption />;
    case "sessions":
      return <Sessions />;
    case "keyboard":
      return <Keyboard />;
    case "data":
      return <Data />;
    case "about":
      return <About />;
    default:
      return id satisfies never;
  }
}
