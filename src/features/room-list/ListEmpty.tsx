import { t } from "#lib/i18n/t.ts";
import { Empty } from "#ui/Empty.tsx";
import { PHONE, useMediaQuery } from "#ui/use-media-query.ts";

/** Nothing in the list: how to begin, or where else to look. */
export function ListEmpty({ filter }: { readonly filter: string }) {
  // Elsewhere the home screen beside the list offers these.
  const phone = useMediaQuery(PHONE);
  return (
    // A tree has items, also when it only says that it has none.
    <div className="list-empty" role="treeitem" aria-selected={false}>
      {filter === "" ? (
        <Empty title={t("roomList.emptyTitle")}>
          <p>{t("roomList.emptyBody")}</p>
          {phone ? (
            <p className="list-starts">
              <a className="btn primary" href="#/dm">
                {t("shell.startChat")}
              </a>
              <a className="btn" href="#/join">
                {t("shell.joinRoom")}
              </a>
              <a className="btn" href="#/new">
                {t("shell.createRoom")}
              </a>
            </p>
          ) : null}
        </Empty>
      ) : (
        <Empty title={t("roomList.noMatchTitle", { query: filter })}>
          <p>{t("roomList.noMatchBody")}</p>
        </Empty>
      )}
    </div>
  );
}
