import file from "virtual:icon/regular/file-text";
import x from "virtual:icon/regular/x";
import { t } from "#lib/i18n/t.ts";
import { sizeText } from "#ui/file-size.ts";
import { Icon } from "#ui/icons/Icon.tsx";
import { IconButton } from "#ui/IconButton.tsx";
import type { Tray } from "./use-tray.ts";
import "./tray.css";

/** The files that go out with the next Send, as tiles. */
export function TrayView({ tray }: { readonly tray: Tray }) {
  return (
    <>
      {tray.problem === undefined ? null : (
        <p className="tray-problem" role="alert">
          <span>{tray.problem}</span>
          <IconButton size="small" icon={x} label={t("composer.dismiss")} onClick={tray.dismiss} />
        </p>
      )}
      {tray.files.length === 0 ? null : (
        <ul className="tray" aria-label={t("composer.files")}>
          {tray.files.map((entry) => (
            <li className="att" key={entry.id}>
              {entry.preview === undefined ? (
                <span className="ftile">
                  <Icon d={file} />
                </span>
              ) : (
                <img src={entry.preview} alt="" draggable={false} />
              )}
              <span className="att-text">
                <b dir="auto">{entry.file.name}</b>
                <small>{sizeText(entry.file.size)}</small>
              </span>
              <IconButton
                icon={x}
                className="att-x"
                label={t("composer.removeFile", { name: entry.file.name })}
                onClick={() => tray.remove(entry.id)}
              />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
