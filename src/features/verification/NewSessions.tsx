/**
 * Says once of each new session of the account that nobody has verified: was it you? The sessions that were there when
 * this browser first looked are not new. What is remembered of them are hashes, which say nothing about the account.
 */
import { useEffect, useRef } from "react";
import type { DeviceTrust } from "#api/encryption.ts";
import type { UserId } from "#api/ids.ts";
import { readSetting, writeSetting } from "#client/settings.ts";
import { dismissToast, openDialog, showToast } from "#client/ui-store.ts";
import { useOwnSessions } from "#client/use-own-sessions.ts";
import { callVerb } from "#client/use-verb.ts";
import { fnv1a } from "#lib/fnv1a.ts";
import { t } from "#lib/i18n/t.ts";

export interface NewSessionsProps {
  readonly me: UserId;
  /** A verification between own sessions is under way: it says enough. */
  readonly verifying: "yes" | "no";
}

export function NewSessions({ me, verifying }: NewSessionsProps) {
  const { state, unverified, all } = useOwnSessions(me);
  const shown = useRef(new Map<string, number>());

  useEffect(() => {
    if (state === "unknown") return;
    for (const [deviceId, toast] of shown.current) {
      if (verifying === "no" && unverified.some((device) => device.deviceId === deviceId)) continue;
      dismissToast(toast);
      shown.current.delete(deviceId);
    }
    if (verifying === "yes") return;
    const before = remembered(me);
    const tell = before ? unverified.filter(({ deviceId }) => !before.includes(hash(me, deviceId))) : [];
    remember(
      me,
      all.map(({ deviceId }) => deviceId),
    );
    for (const device of tell) shown.current.set(device.deviceId, ask(me, device));
  }, [me, state, unverified, all, verifying]);
  return null;
}

function ask(me: UserId, { deviceId, name }: DeviceTrust): number {
  return showToast({
    text: t("encryption.verify.newSession", { session: name ?? deviceId }),
    stay: "until-answered",
    other: {
      kind: "labelled",
      label: t("encryption.verify.signItOut"),
      run: () => openDialog("end-session", deviceId),
    },
    action: {
      kind: "labelled",
      label: t("encryption.verify.verify"),
      run: () => void callVerb("verification.request", { userId: me, deviceId }),
    },
  });
}

function hash(me: UserId, deviceId: string): string {
  return fnv1a(`${me}\n${deviceId}`).toString(36);
}

/** `undefined`: this browser never looked before. */
function remembered(me: UserId): readonly string[] | undefined {
  const [whose, ...sessions] = (readSetting("knownSessions") ?? "").split(" ");
  return whose === hash(me, "") ? sessions : undefined;
}

function remember(me: UserId, deviceIds: readonly string[]): void {
  writeSetting("knownSessions", [hash(me, ""), ...deviceIds.map((deviceId) => hash(me, deviceId))].join(" "));
}
