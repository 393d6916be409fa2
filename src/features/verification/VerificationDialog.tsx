/**
 * One verification from the first question to its end. What is shown follows the list of verifications; the dialog only
 * adds which way was chosen here. Closing it in the middle breaks the verification off, and the other side is told;
 * closing a question that was not answered leaves it open.
 */
import { useEffect, useState } from "react";
import type { VerificationItem, VerificationPhase } from "#api/encryption.ts";
import { callVerb } from "#client/use-verb.ts";
import { useListView } from "#client/use-view.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Dialog, DialogFoot } from "#ui/Dialog.tsx";
import { durationText } from "#ui/duration.ts";
import { Compare } from "./Compare.tsx";
import { Ended } from "./Ended.tsx";
import { isOver, lastStanding, standingAt } from "./flow-standing.ts";
import { Incoming } from "./Incoming.tsx";
import { Ready } from "./Ready.tsx";
import { Scanned, Tick } from "./Scanned.tsx";
import { useNow } from "./use-now.ts";
import { Who } from "./Who.tsx";
import "./verification.css";

export interface VerificationDialogProps {
  readonly flow: string;
  readonly onClose: () => void;
}

export function VerificationDialog({ flow, onClose }: VerificationDialogProps) {
  const list = useListView("verifications", {});
  const now = useNow();
  const found = list.items.find(({ key }) => key === flow);
  const [last, setLast] = useState(found);
  if (found && found !== last) setLast(found);
  const [scanned, setScanned] = useState<"yes" | "no">("no");
  const item = found ?? last;
  const unknown = list.state === "ready" && item === undefined;
  useEffect(() => {
    if (unknown) onClose();
  }, [unknown, onClose]);
  if (!item) return null;

  const standing = found ? standingAt(found, now) : lastStanding(item);
  const leave = () => {
    onClose();
    void putAway(found);
  };
  return (
    <Dialog
      title={
        item.with === "self"
          ? t("encryption.verify.titleSelf")
          : t("encryption.verify.titlePerson", { name: item.person.name })
      }
      className="d-ask verify"
      onClose={leave}
    >
      <div className="d-body">
        {isOver(standing) ? null : <Who item={item} />}
        <Step item={item} standing={standing} scanned={scanned} onScanned={setScanned} />
      </div>
      <Foot item={item} standing={standing} now={now} onLeave={leave} onClose={onClose} />
    </Dialog>
  );
}

/** What is under way is broken off, what has ended is taken off the list; an unanswered question stays. */
async function putAway(item: VerificationItem | undefined): Promise<void> {
  if (!item || item.phase === "incoming") return;
  const { key } = item;
  if (!isOver(item)) await callVerb("verification.cancel", { key }, { onError: "caller" });
  await callVerb("verification.dismiss", { key }, { onError: "caller" });
}

interface StepProps {
  readonly item: VerificationItem;
  readonly standing: VerificationPhase;
  readonly scanned: "yes" | "no";
  readonly onScanned: (scanned: "yes" | "no") => void;
}

function Step({ item, standing, scanned, onScanned }: StepProps) {
  const { key, person } = item;
  const { name } = person;
  switch (standing.phase) {
    case "incoming":
      return <Incoming item={item} />;
    case "asked":
      return (
        <p role="status">
          {item.with === "self" ? t("encryption.verify.askedSelf") : t("encryption.verify.askedPerson", { name })}
        </p>
      );
    case "ready":
      return <Ready item={item} standing={standing} onScanned={onScanned} />;
    case "scanned":
      return <Scanned />;
    case "waiting":
      return scanned === "yes" ? <Tick /> : <p role="status">{t("encryption.verify.waiting")}</p>;
    case "compare":
      return <Compare key={key} standing={standing} />;
    case "done":
    case "cancelled":
      return <Ended item={item} standing={standing} />;
    default:
      return standing satisfies never;
  }
}

interface FootProps {
  readonly item: VerificationItem;
  readonly standing: VerificationPhase;
  readonly now: number;
  readonly onLeave: () => void;
  readonly onClose: () => void;
}

function Foot({ item, standing, now, onLeave, onClose }: FootProps) {
  const { key } = item;
  const left =
    item.until === undefined ? null : t("encryption.verify.timeLeft", { time: durationText(item.until - now) });
  switch (standing.phase) {
    case "incoming": {
      const refuse = () => {
        onClose();
        void callVerb("verification.cancel", { key }).then(() =>
          callVerb("verification.dismiss", { key }, { onError: "caller" }),
        );
      };
      return (
        <DialogFoot note={left}>
          <Button onClick={refuse}>{t("encryption.verify.refuse")}</Button>
          <Button onClick={onClose}>{t("encryption.verify.notNow")}</Button>
          <Button look="primary" onClick={() => void callVerb("verification.accept", { key })}>
            {t("encryption.verify.accept")}
          </Button>
        </DialogFoot>
      );
    }
    case "scanned":
      return (
        <DialogFoot note={left}>
          <Button onClick={() => void callVerb("verification.mismatch", { key })}>
            {t("encryption.verify.tickNo")}
          </Button>
          <Button look="primary" onClick={() => void callVerb("verification.confirm", { key })}>
            {t("encryption.verify.tickYes")}
          </Button>
        </DialogFoot>
      );
    case "compare":
      if (standing.confirmed === "yes") break;
      return (
        <DialogFoot note={left}>
          <Button onClick={() => void callVerb("verification.mismatch", { key })}>
            {t("encryption.verify.differ")}
          </Button>
          <Button look="primary" onClick={() => void callVerb("verification.confirm", { key })}>
            {t("encryption.verify.match")}
          </Button>
        </DialogFoot>
      );
    case "done":
    case "cancelled":
      return (
        <DialogFoot>
          <Button look="primary" onClick={onLeave}>
            {t(standing.phase === "done" ? "encryption.verify.done" : "encryption.verify.close")}
          </Button>
        </DialogFoot>
      );
    case "asked":
    case "ready":
    case "waiting":
      break;
    default:
      return standing satisfies never;
  }
  return (
    <DialogFoot note={left}>
      <Button onClick={onLeave}>{t("encryption.verify.cancel")}</Button>
    </DialogFoot>
  );
}
