import arrowLeft from "virtual:icon/regular/arrow-left";
import { t } from "#lib/i18n/t.ts";
import { IconButton } from "#ui/IconButton.tsx";
import { leavePlace } from "#ui/navigation.ts";
import "./room-header.css";

/** The header of a sheet that is no room one is in. */
export function SheetHead({ title }: { readonly title: string }) {
  return (
    <header className="bar conv-head">
      <IconButton className="back" icon={arrowLeft} label={t("shell.back")} onClick={() => leavePlace("#/home")} />
      <div className="title">
        <h1 dir="auto">{title}</h1>
      </div>
    </header>
  );
}
