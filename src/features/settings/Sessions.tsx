import pencil from "virtual:icon/regular/pencil-simple";
import { useEffect, useState } from "react";
import type { OwnDevice } from "#api/account.ts";
import type { DeviceTrust } from "#api/encryption.ts";
import type { UserId } from "#api/ids.ts";
import { showToast } from "#client/ui-store.ts";
import { callVerb } from "#client/use-verb.ts";
import { useValueView } from "#client/use-view.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Empty } from "#ui/Empty.tsx";
import { errorText } from "#ui/error-text.ts";
import { Note } from "#ui/Field.tsx";
import { listTime } from "#ui/format-time.ts";
import { IconButton } from "#ui/IconButton.tsx";
import { Skeleton } from "#ui/Skeleton.tsx";
import { SessionTrust, VerifySessionButton } from "./SessionTrust.tsx";
import { useSessionTrust } from "./use-session-trust.ts";
import { AccountPageRow } from "./AccountPageRow.tsx";
import { ConfirmDialog } from "#ui/ConfirmDialog.tsx";
import { useGuarded } from "#ui/use-guarded.ts";

/** Where one is signed in. */
export function Sessions() {
  const session = useValueView("session", {});
  return session?.state === "signed-in" ? <List me={session.userId} /> : <Skeleton rows={3} shape="square" />;
}

function List({ me }: { readonly me: UserId }) {
  const list = useValueView("devices", {});
  const abilities = useValueView("abilities", {});
  const trust = useSessionTrust(me);
  useEffect(() => void callVerb("account.refreshDevices", {}, { onError: "caller" }), []);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [ending, setEnding] = useState<readonly string[]>([]);
  const guarded = useGuarded(
    (answer) =>
      callVerb("account.signOutDevices", { deviceIds: ending, ...(answer ? { answer } : {}) }, { onError: "caller" }),
    () => {
      showToast({ text: t("settings.sessionsEnded", { count: ending.length }) });
      setChosen([]);
      setEnding([]);
      void callVerb("account.refreshDevices", {}, { onError: "caller" });
    },
  );
  // The verb is asked with what was chosen when the button was pressed.
  useEffect(() => {
    if (ending.length > 0) void guarded.begin();
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [ending]);

  if (!list || list.state === "loading") return <Skeleton rows={3} shape="square" />;
  if (list.state === "failed") {
    return (
      <Empty title={t("settings.sessionsFailed")}>
        <p>{errorText(list.error)}</p>
        <Button onClick={() => void callVerb("account.refreshDevices", {})}>{t("settings.retry")}</Button>
      </Empty>
    );
  }
  const others = list.devices.filter(({ standing }) => standing === "other");
  const picked = others.map(({ deviceId }) => deviceId).filter((id) => chosen.includes(id));
  const canEnd = abilities?.signOutDevices === "here";
  const rename = abilities?.renameDevices === "here" ? "possible" : "no";
  return (
    <div data-setting="sessions">
      <p className="set-intro">{t("settings.sessionsNote")}</p>
      <h3 className="grp">{t("settings.sessionThis")}</h3>
      {list.devices
        .filter(({ standing }) => standing === "this")
        .map((device) => (
          <SessionRow key={device.deviceId} device={device} rename={rename} trust={trust.of(device.deviceId)} />
        ))}
      <h3 className="grp">{t("settings.sessionOthers")}</h3>
      {others.length === 0 ? <p className="set-intro">{t("settings.sessionsAlone")}</p> : null}
      {others.some(({ deviceId }) => trust.mayVerify(deviceId)) ? (
        <p className="set-intro">{t("encryption.verify.sessionsAdvice")}</p>
      ) : null}
      {others.map((device) => (
        <SessionRow
          key={device.deviceId}
          device={device}
          rename={rename}
          trust={trust.of(device.deviceId)}
          {...(trust.mayVerify(device.deviceId) ? { onVerify: () => trust.verify(device.deviceId) } : {})}
          {...(canEnd
            ? {
                chosen: picked.includes(device.deviceId) ? ("yes" as const) : ("no" as const),
                onChoose: () =>
                  setChosen(
                    picked.includes(device.deviceId)
                      ? picked.filter((id) => id !== device.deviceId)
                      : [...picked, device.deviceId],
                  ),
                onEnd: () => setEnding([device.deviceId]),
              }
            : {})}
        />
      ))}
      <Note note={guarded.error ? { tone: "error", text: errorText(guarded.error) } : undefined} />
      {canEnd && others.length > 0 ? (
        <div className="set-acts">
          {picked.length === 0 ? null : (
            <Button look="danger" onClick={() => setEnding([...picked])}>
              {t("settings.sessionEndChosen", { count: picked.length })}
            </Button>
          )}
          {others.length < 2 ? null : (
            <Button onClick={() => setEnding(others.map(({ deviceId }) => deviceId))}>
              {t("settings.sessionEndAll")}
            </Button>
          )}
        </div>
      ) : null}
      {abilities?.signOutDevices === "account-page" ? (
        <AccountPageRow id="sessions" title={t("settings.sessionOthers")} action="devices" />
      ) : null}
      {guarded.confirming ? <ConfirmDialog confirming={guarded.confirming} /> : null}
    </div>
  );
}

interface SessionRowProps {
  readonly device: OwnDevice;
  readonly rename: "possible" | "no";
  readonly trust: DeviceTrust | undefined;
  readonly onVerify?: () => void;
  readonly chosen?: "yes" | "no";
  readonly onChoose?: () => void;
  readonly onEnd?: () => void;
}

function SessionRow({ device, rename, trust, onVerify, chosen, onChoose, onEnd }: SessionRowProps) {
  const [editing, setEditing] = useState<string | undefined>(undefined);
  const name = device.name ?? t("settings.sessionNameless");
  const save = async () => {
    if (editing === undefined) return;
    setEditing(undefined);
    if (editing.trim() === "" || editing.trim() === device.name) return;
    await callVerb("account.renameDevice", { deviceId: device.deviceId, name: editing.trim() });
  };
  return (
    <div className="setrow" data-device={device.deviceId}>
      {onChoose ? (
        <input
          type="checkbox"
          className="set-check"
          aria-label={t("settings.sessionSelect", { name })}
          checked={chosen === "yes"}
          onChange={onChoose}
        />
      ) : null}
      {editing === undefined ? (
        <span className="set-words">
          <b dir="auto">{name}</b>
          <small>
            <SessionTrust trust={trust} />
            {seenText(device)}
          </small>
        </span>
      ) : (
        <form
          className="set-inline"
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <span className="inp">
            <input
              autoFocus
              aria-label={t("settings.sessionName")}
              value={editing}
              maxLength={100}
              onChange={(event) => setEditing(event.target.value)}
              onKeyDown={(event) => {
                if (event.key !== "Escape") return;
                event.stopPropagation();
                setEditing(undefined);
              }}
            />
          </span>
          <Button type="submit">{t("settings.save")}</Button>
        </form>
      )}
      {rename === "possible" && editing === undefined ? (
        <IconButton
          icon={pencil}
          label={t("settings.sessionRename", { name })}
          onClick={() => setEditing(device.name ?? "")}
        />
      ) : null}
      {onVerify && editing === undefined ? <VerifySessionButton name={name} onVerify={onVerify} /> : null}
      {onEnd && editing === undefined ? (
        <Button aria-label={t("settings.sessionEnd", { name })} onClick={onEnd}>
          {t("settings.signOut")}
        </Button>
      ) : null}
    </div>
  );
}

function seenText({ standing, lastSeen, lastIp }: OwnDevice): string {
  if (standing === "this") return t("settings.sessionActive");
  if (lastSeen === undefined) return t("settings.sessionNever");
  const time = listTime(lastSeen, Date.now());
  return lastIp === undefined
    ? t("settings.sessionSeen", { time })
    : t("settings.sessionSeenFrom", { time, address: lastIp });
}
