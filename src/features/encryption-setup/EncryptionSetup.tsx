/**
 * Setting encryption up, getting it back, beginning again: one page that fills the sheet, with the list at hand beside it.
 * Which step it shows is settled when it opens and changes only by what the person does: while keys are being made the
 * account passes through states that would lead elsewhere.
 */
import arrowLeft from "virtual:icon/regular/arrow-left";
import x from "virtual:icon/regular/x";
import { useEffect, useRef, useState } from "react";
import { useValueView } from "#client/use-view.ts";
import { t } from "#lib/i18n/t.ts";
import { IconButton } from "#ui/IconButton.tsx";
import { closeOverlay } from "#ui/navigation.ts";
import type { EncryptionTask } from "#ui/routes.ts";
import { useBehindInert } from "#ui/use-behind-inert.ts";
import { EnterKey } from "./EnterKey.tsx";
import { Finished } from "./Finished.tsx";
import { KeepKey } from "./KeepKey.tsx";
import { NewKey } from "./NewKey.tsx";
import type { Ready } from "./ready.ts";
import { Reset } from "./Reset.tsx";
import { SetUp } from "./SetUp.tsx";
import { EngineTrouble } from "./EngineTrouble.tsx";
import { VerifySession } from "./VerifySession.tsx";
import "./encryption-setup.css";

type Step =
  | { readonly name: "set-up" | "verify" | "enter" | "reset" | "new-key" }
  | { readonly name: "keep"; readonly recoveryKey: string; readonly passphrase: "chosen" | "none" }
  | { readonly name: "finished"; readonly what: "ready" | "verified" };

/** A step that was gone to from another one leads back there. */
type Trail = readonly [Step, ...Step[]];

function firstStep(task: EncryptionTask | undefined, { todo, recoveryKey }: Ready): Step {
  if (task === "reset" || task === "new-key" || task === "enter") return { name: task };
  switch (todo) {
    case "set-up":
      return { name: "set-up" };
    case "verify":
      return { name: "verify" };
    case "recovery":
      return { name: "new-key" };
    case "none":
      return recoveryKey === "unconfirmed" ? { name: "new-key" } : { name: "finished", what: "ready" };
  }
}

export function EncryptionSetup({ task }: { readonly task: EncryptionTask | undefined }) {
  const encryption = useValueView("encryption", {});
  const [trail, setTrail] = useState<Trail | undefined>(undefined);
  const root = useRef<HTMLElement>(null);
  useBehindInert(root);
  const ready = encryption?.state === "ready" ? encryption : undefined;
  // A core that starts anew must not take a key off the screen.
  const [last, setLast] = useState(ready);
  if (ready && ready !== last) setLast(ready);
  if (ready && trail === undefined) setTrail([firstStep(task, ready)]);
  const step = trail?.[0];
  useEffect(() => {
    if (step) root.current?.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
  }, [step]);

  const go = (next: Step) => setTrail([next]);
  const into = (next: Step) => setTrail((now) => [next, ...(now ?? [])]);
  const [, before, ...earlier] = trail ?? [];

  return (
    // Escape leaves it, as it leaves a dialog.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      ref={root}
      className="sheet enc"
      aria-label={t("encryption.setup.title")}
      tabIndex={-1}
      data-landmark="main"
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented || step?.name === "keep") return;
        event.preventDefault();
        closeOverlay();
      }}
    >
      <header className="enc-head">
        {before ? (
          <IconButton
            icon={arrowLeft}
            label={t("encryption.setup.back")}
            onClick={() => setTrail([before, ...earlier])}
          />
        ) : null}
        <h1>{t("encryption.setup.title")}</h1>
        <IconButton icon={x} label={t("encryption.setup.close")} onClick={closeOverlay} />
      </header>
      <div className="enc-scroll">
        <div className="enc-body">
          {encryption && (encryption.state === "unavailable" || (encryption.state === "starting" && !step)) ? (
            <EngineTrouble encryption={encryption} />
          ) : null}
          {step && last ? <Content step={step} encryption={last} go={go} into={into} /> : null}
        </div>
      </div>
    </section>
  );
}

interface ContentProps {
  readonly step: Step;
  readonly encryption: Ready;
  readonly go: (step: Step) => void;
  readonly into: (step: Step) => void;
}

function Content({ step, encryption, go, into }: ContentProps) {
  const keep = (recoveryKey: string, passphrase: string | undefined) =>
    go({ name: "keep", recoveryKey, passphrase: passphrase === undefined ? "none" : "chosen" });
  switch (step.name) {
    case "set-up":
      return <SetUp onKey={keep} onElsewhere={() => go({ name: "verify" })} />;
    case "verify":
      return (
        <VerifySession
          encryption={encryption}
          onEnter={() => into({ name: "enter" })}
          onLost={() => into({ name: "reset" })}
          onVerified={() => go({ name: "finished", what: "verified" })}
        />
      );
    case "enter":
      return <EnterKey onDone={() => go({ name: "finished", what: "verified" })} />;
    case "reset":
      return <Reset onKey={keep} />;
    case "new-key":
      return <NewKey onKey={keep} />;
    case "keep":
      return (
        <KeepKey
          recoveryKey={step.recoveryKey}
          passphrase={step.passphrase}
          onKept={() => go({ name: "finished", what: "ready" })}
        />
      );
    case "finished":
      return <Finished what={step.what} encryption={encryption} />;
    default:
      return step satisfies never;
  }
}
