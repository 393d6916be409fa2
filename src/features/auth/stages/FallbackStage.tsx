import { useEffect, useEffectEvent, useRef } from "react";
import { fallbackUrl } from "#api/uia.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Note } from "#ui/Field.tsx";
import type { StageProps } from "./stage-props.ts";

/** A stage that only the server's own page can do, e.g. a picture puzzle. It says `authDone` when it is over. */
export function FallbackStage({ challenge, stage, busy, problem, onAnswer }: StageProps & { readonly stage: string }) {
  const url = fallbackUrl(challenge, stage);
  const opened = useRef<Window | null>(null);
  const done = () => {
    if (!busy) onAnswer({ stage: "fallback", session: challenge.session });
  };
  const heard = useEffectEvent((event: MessageEvent<unknown>) => {
    if (event.data !== "authDone" || opened.current === null || event.source !== opened.current) return;
    opened.current.close();
    opened.current = null;
    done();
  });
  useEffect(() => {
    const listener = (event: MessageEvent<unknown>) => heard(event);
    window.addEventListener("message", listener);
    return () => window.removeEventListener("message", listener);
  }, []);
  const error = problem ?? challenge.refusal?.message;
  return (
    <div className="si-more">
      <p className="si-reason">{t("auth.fallbackBody")}</p>
      <Button
        look="primary"
        size="large"
        span="wide"
        disabled={url === undefined}
        onClick={() => {
          if (url !== undefined) opened.current = window.open(url, "hubbub-stage", "popup,width=520,height=720");
        }}
      >
        {t("auth.fallbackOpen")}
      </Button>
      <Button size="large" span="wide" aria-disabled={busy} onClick={done}>
        {t("auth.fallbackDone")}
      </Button>
      <Note note={error === undefined ? undefined : { tone: "error", text: error }} />
    </div>
  );
}
