import { openDialog, setTheme, useUi, type Theme } from "#client/ui-store.ts";
import { useValueView } from "#client/use-view.ts";
import { BUILD } from "#client/build.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Dialog, DialogFoot } from "#ui/Dialog.tsx";
import { closeOverlay } from "#ui/navigation.ts";
import "#ui/group.css";
import "./settings.css";

const THEMES: readonly Theme[] = ["system", "light", "dark"];

/** The few settings there are so far. */
export function Settings() {
  const theme = useUi((ui) => ui.theme);
  const session = useValueView("session", {});
  const me = session?.state === "signed-in" ? session : undefined;
  return (
    <Dialog title={t("shell.settings")} className="d-ask" onClose={closeOverlay}>
      <div className="d-body">
        <h3 className="grp">{t("shell.theme")}</h3>
        <div className="themes" role="radiogroup" aria-label={t("shell.theme")}>
          {THEMES.map((value) => (
            <label className="theme" key={value}>
              <span className="mini" {...(value === "system" ? {} : { "data-theme": value })}>
                <i className="ml">
                  <u />
                  <u className="c" />
                  <u />
                  <u />
                </i>
                <i className="ms">
                  <u />
                  <u className="s" />
                  <u className="hl" />
                  <u className="s" />
                </i>
              </span>
              <input
                type="radio"
                className="radio"
                name="theme"
                checked={theme === value}
                onChange={() => setTheme(value)}
              />
              {t(`shell.theme.${value}`)}
            </label>
          ))}
        </div>
        <h3 className="grp">{t("shell.account")}</h3>
        <div className="setrow">
          <span>
            <b dir="auto">{me?.me.name}</b>
            <small>{me?.userId}</small>
          </span>
          <Button
            onClick={() => {
              closeOverlay();
              openDialog("sign-out");
            }}
          >
            {t("shell.signOut")}
          </Button>
        </div>
      </div>
      <DialogFoot note={t("shell.version", { version: BUILD })}>
        <Button onClick={closeOverlay}>{t("shell.close")}</Button>
      </DialogFoot>
    </Dialog>
  );
}
