import { nextStage } from "#api/uia.ts";
import { t } from "#lib/i18n/t.ts";
import { DoorFrame } from "./DoorFrame.tsx";
import { useDoor } from "./door-context.ts";
import { EmailStage } from "./stages/EmailStage.tsx";
import { FallbackStage } from "./stages/FallbackStage.tsx";
import { TermsStage } from "./stages/TermsStage.tsx";
import type { StageProps } from "./stages/stage-props.ts";
import { TokenStage } from "./stages/TokenStage.tsx";

/** One thing a server asks before it makes an account. */
export function Stage(props: StageProps) {
  const { config } = useDoor();
  const stage = nextStage(props.challenge);
  return (
    <DoorFrame key={stage} brand={config.brand} title={titleOf(stage)} focus="heading">
      {bodyOf(stage, props)}
      <p className="foot">
        <button type="button" className="link" onClick={props.onBack}>
          {t("shell.back")}
        </button>
      </p>
    </DoorFrame>
  );
}

function titleOf(stage: string | undefined): string {
  switch (stage) {
    case "m.login.terms":
      return t("auth.termsAgree");
    case "m.login.registration_token":
      return t("auth.token");
    case "m.login.email.identity":
      return t("auth.email");
    default:
      return t("auth.fallback");
  }
}

function bodyOf(stage: string | undefined, props: StageProps) {
  switch (stage) {
    case "m.login.terms":
      return <TermsStage {...props} />;
    case "m.login.registration_token":
      return <TokenStage {...props} />;
    case "m.login.email.identity":
      return <EmailStage {...props} />;
    default:
      return <FallbackStage {...props} stage={stage ?? ""} />;
  }
}
