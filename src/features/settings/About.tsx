import { packages } from "virtual:licences";
import { BUILD } from "#client/build.ts";
import { showToast } from "#client/ui-store.ts";
import { callVerb } from "#client/use-verb.ts";
import { useValueView } from "#client/use-view.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { navigate } from "#ui/navigation.ts";
import { formatRoute } from "#ui/routes.ts";
import { Row } from "./Row.tsx";
import { saveText } from "#ui/save-text.ts";

export function About() {
  const session = useValueView("session", {});
  const server = session?.state === "signed-in" ? session.serverName : "";
  const save = async () => {
    const result = await callVerb("core.logs", {});
    if (!result.ok) return;
    const now = new Date().toISOString();
    // Browser and build are the first thing whoever helps will ask for.
    saveText(`hubbub-${now.slice(0, 10)}.log`, [BUILD, navigator.userAgent, now, "", result.value].join("\n"));
    showToast({ text: t("settings.logsSaved") });
  };
  return (
    <>
      <Row id="version" title={t("settings.version")} note={BUILD} />
      <Row id="version" title={t("settings.licence")} note={t("settings.licenceName")} />
      <Row id="sent" title={t("settings.sent")} control="under">
        <table className="set-table words">
          <thead>
            <tr>
              <th>{t("settings.sentTo")}</th>
              <th>{t("settings.sentWhat")}</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <td>{t("settings.sentServer", { server })}</td>
              <td>{t("settings.sentServerWhat")}</td>
            </tr>
            <tr>
              <td>{t("settings.sentPage")}</td>
              <td>{t("settings.sentPageWhat")}</td>
            </tr>
            <tr>
              <td>{t("settings.sentOthers")}</td>
              <td>{t("settings.sentOthersWhat")}</td>
            </tr>
          </tbody>
        </table>
      </Row>
      <Row id="logs" title={t("settings.logs")} note={t("settings.logsNote")}>
        <Button onClick={() => void save()}>{t("settings.logsSave")}</Button>
        <Button onClick={() => navigate(formatRoute({ kind: "devtools", roomId: undefined }))}>
          {t("devtools.title")}
        </Button>
      </Row>
      <Row
        id="licences"
        title={t("settings.licences")}
        note={t("settings.licencesNote", { count: packages.length })}
        control="under"
      >
        <ul className="set-packages">
          {packages.map(({ name, version, licence }) => (
            <li key={`${name}@${version}`}>
              <span>{name}</span>
              <small>{version}</small>
              <small>{licence}</small>
            </li>
          ))}
        </ul>
        <a href="./licences.txt" target="_blank" rel="noreferrer">
          {t("settings.licencesText")}
        </a>
      </Row>
    </>
  );
}
