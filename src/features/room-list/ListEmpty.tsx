import { t } from "#lib/i18n/t.ts";
import { Empty } from "#ui/Empty.tsx";

export function ListEmpty({ filter }: { readonly filter: string }) {
  return (
    <div className="list-empty" role="none">
      {filter === "" ? (
        <Empty title={t("roomList.emptyTitle")}>
          <p>{t("roomList.emptyBody")}</p>
        </Empty>
      ) : (
        <Empty title={t("roomList.noMatchTitle", { query: filter })}>
          <p>{t("roomList.noMatchBody")}</p>
        </Empty>
      )}
    </div>
  );
}
