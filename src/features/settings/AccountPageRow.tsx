import arrow from "virtual:icon/regular/arrow-square-out";
import type { ManageAction } from "#api/account.ts";
import { showToast } from "#client/ui-store.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Icon } from "#ui/icons/Icon.tsx";
import { Row } from "./Row.tsx";
import type { ItemId } from "./sections.ts";

export interface AccountPageRowProps {
  readonly id: ItemId;
  readonly title: string;
  readonly action: ManageAction;
}

/** What an OAuth server keeps to its own page. */
export function AccountPageRow({ id, title, action }: AccountPageRowProps) {
  const open = async () => {
    const result = await callVerb("account.manageUrl", { action });
    if (!result.ok) return;
    if (result.value === undefined) showToast({ text: t("settings.noServerPage") });
    else window.open(result.value, "_blank", "noopener");
  };
  return (
    <Row id={id} title={title} note={t("settings.onServerPageNote")}>
      <Button onClick={() => void open()}>
        <Icon d={arrow} />
        {t("settings.onServerPage")}
      </Button>
    </Row>
  );
}
