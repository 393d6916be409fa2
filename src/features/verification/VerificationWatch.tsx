/**
 * Hears of verifications wherever one is in the app. One that was begun here opens by itself; a question of somebody else
 * is told in the corner and waits there, so that it takes the focus from nobody who is writing.
 */
import { useEffect, useRef } from "react";
import type { VerificationItem } from "#api/encryption.ts";
import { dismissToast, openDialog, showToast, useUi } from "#client/ui-store.ts";
import { useListView, useValueView } from "#client/use-view.ts";
import { t } from "#lib/i18n/t.ts";
import { isOver } from "./flow-standing.ts";
import { NewSessions } from "./NewSessions.tsx";

export function VerificationWatch() {
  const session = useValueView("session", {});
  const { items, state } = useListView("verifications", {});
  /** Those this window has told of or shown, with the toast that asks. */
  const known = useRef(new Map<string, number | undefined>());

  useEffect(() => {
    if (state === "loading") return;
    for (const item of items) hear(known.current, item);
    for (const [key, toast] of known.current) {
      if (items.some((item) => item.key === key)) continue;
      if (toast !== undefined) dismissToast(toast);
      known.current.delete(key);
    }
  }, [items, state]);

  if (session?.state !== "signed-in") return null;
  const own = items.some((item) => item.with === "self" && !isOver(item));
  return <NewSessions me={session.userId} verifying={own ? "yes" : "no"} />;
}

function hear(known: Map<string, number | undefined>, item: VerificationItem): void {
  const { key, phase } = item;
  const toast = known.get(key);
  if (phase !== "incoming" && toast !== undefined) {
    // Answered, here or in another tab, or over.
    dismissToast(toast);
    known.set(key, undefined);
    return;
  }
  if (known.has(key)) return;
  known.set(key, undefined);
  if (isOver(item)) return;
  if (phase === "incoming") {
    known.set(
      key,
      showToast({
        text: question(item),
        stay: "until-answered",
        action: {
          kind: "labelled",
          label: t("encryption.verify.look"),
          run: () => openDialog("verification", key),
        },
      }),
    );
    return;
  }
  // Of several tabs it opens in the one that is looked at.
  if (document.visibilityState === "visible" && useUi.getState().dialog === undefined) openDialog("verification", key);
}

function question({ with: whom, person, deviceName }: VerificationItem): string {
  if (whom === "other") return t("encryption.verify.askPerson", { name: person.name });
  return deviceName === undefined
    ? t("encryption.verify.askSelfUnnamed")
    : t("encryption.verify.askSelf", { session: deviceName });
}
