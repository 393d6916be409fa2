import { useCallback, useEffect, useState } from "react";
import type { KeptData } from "#api/data.ts";
import { startOver } from "#client/start-over.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Dialog, DialogFoot } from "#ui/Dialog.tsx";
import { errorText } from "#ui/error-text.ts";
import { Note } from "#ui/Field.tsx";
import { sizeText } from "#ui/file-size.ts";
import { Row } from "./Row.tsx";
import { useStorage } from "./use-storage.ts";

const KINDS = ["messages", "rooms", "drafts", "waiting"] as const;

export function Data() {
  const { space, persistence, ask } = useStorage();
  const [kept, setKept] = useState<KeptData | "counting" | "failed">("counting");
  const [clearing, setClearing] = useState<"asked" | "no">("no");
  const count = useCallback(async () => {
    const result = await callVerb("data.usage", {}, { onError: "caller" });
    setKept(result.ok ? result.value : "failed");
  }, []);
  useEffect(() => void count(), [count]);
  return (
    <>
      <Row id="kept" title={t("settings.kept")} note={t("settings.keptNote")} control="under">
        <table className="set-table">
          <thead>
            <tr>
              <th>{t("settings.keptKind")}</th>
              <th>{t("settings.keptCount")}</th>
              <th>{t("settings.keptSize")}</th>
            </tr>
          </thead>
          <tbody>
            {KINDS.map((kind) => (
              <tr key={kind} data-kept={kind}>
                <td>{t(`settings.kept.${kind}`)}</td>
                <td>{typeof kept === "string" ? null : kept[kind].count}</td>
                <td>{typeof kept === "string" ? null : sizeText(kept[kind].bytes)}</td>
              </tr>
            ))}
            {space?.app === undefined ? null : (
              <tr>
                <td>{t("settings.keptApp")}</td>
                <td>{t("settings.keptFiles")}</td>
                <td>{sizeText(space.app)}</td>
              </tr>
            )}
          </tbody>
        </table>
        <p className="set-status" role="status">
          {kept === "counting" ? t("settings.keptCounting") : kept === "failed" ? t("settings.keptFailed") : null}
        </p>
        <p className="set-status">{t("settings.mediaNote")}</p>
      </Row>
      <Row
        id="kept"
        title={t("settings.space")}
        note={
          space
            ? t("settings.spaceOf", { used: sizeText(space.used), quota: sizeText(space.quota) })
            : t("settings.spaceUnknown")
        }
      />
      <Row
        id="persistence"
        title={t("settings.persistence")}
        note={
          persistence === "refused"
            ? t("settings.persistRefused")
            : t(persistence === "persistent" ? "settings.persistent" : "settings.notPersistent")
        }
      >
        {persistence === "persistent" ? null : <Button onClick={() => void ask()}>{t("settings.persistAsk")}</Button>}
      </Row>
      <Row id="clear" title={t("settings.clear")} note={t("settings.clearNote")}>
        <Button onClick={() => setClearing("asked")}>{t("settings.clear")}</Button>
      </Row>
      {clearing === "asked" ? <ClearDialog onClose={() => setClearing("no")} /> : null}
    </>
  );
}

function ClearDialog({ onClose }: { readonly onClose: () => void }) {
  const [state, setState] = useState<"idle" | "busy">("idle");
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const clear = async () => {
    if (state === "busy") return;
    setState("busy");
    setProblem(undefined);
    const result = await callVerb("data.clearHistory", {}, { onError: "caller" });
    if (result.ok) {
      startOver();
      return;
    }
    setState("idle");
    setProblem(result.error.kind === "offline" ? t("settings.clearOffline") : errorText(result.error));
  };
  return (
    <Dialog title={t("settings.clearTitle")} onClose={onClose}>
      <div className="d-body">
        <p>{t("settings.clearBody")}</p>
        <Note note={problem === undefined ? undefined : { tone: "error", text: problem }} />
      </div>
      <DialogFoot>
        <Button onClick={onClose}>{t("settings.cancel")}</Button>
        <Button look="danger" aria-disabled={state === "busy"} onClick={() => void clear()}>
          {t(state === "busy" ? "settings.clearing" : "settings.clearDo")}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
