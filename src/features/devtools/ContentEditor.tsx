import { useId, useState } from "react";
import type { SdkError } from "#api/errors.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { errorDetails, errorText } from "#ui/error-text.ts";

export interface ContentEditorProps {
  readonly initial: string;
  /** What happens, in words, when it is confirmed. */
  readonly warning: string;
  readonly action: string;
  /** Answers with what went wrong. */
  readonly onSend: (content: string) => Promise<SdkError | undefined>;
  readonly onCancel?: () => void;
}

function problemOf(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? undefined : t("devtools.notAnObject");
  } catch (cause) {
    return t("devtools.notJson", { detail: cause instanceof Error ? cause.message : "" });
  }
}

/** JSON to write and send: checked while it is typed, and sent only after a second press. */
export function ContentEditor({ initial, warning, action, onSend, onCancel }: ContentEditorProps) {
  const id = useId();
  const [text, setText] = useState(initial);
  const [step, setStep] = useState<"writing" | "sure" | "sending">("writing");
  const [error, setError] = useState<SdkError>();
  const problem = problemOf(text);
  const details = error && errorDetails(error);
  const send = async (): Promise<void> => {
    setStep("sending");
    setError(await onSend(text));
    setStep("writing");
  };
  return (
    <form
      className="devtools-editor"
      onSubmit={(event) => {
        event.preventDefault();
        if (problem !== undefined) return;
        if (step === "sure") void send();
        else setStep("sure");
      }}
    >
      <label className="lab" htmlFor={id}>
        {t("devtools.content")}
      </label>
      <textarea
        id={id}
        className="devtools-text"
        dir="ltr"
        spellCheck={false}
        rows={10}
        value={text}
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-note`}
        onChange={(event) => {
          setText(event.target.value);
          setStep("writing");
        }}
      />
      <p id={`${id}-note`} className="devtools-note" role="status">
        {problem ?? (step === "sure" ? warning : undefined)}
        {error === undefined ? null : errorText(error)}
        {details === undefined ? null : <small>{details}</small>}
      </p>
      <div className="devtools-acts">
        {onCancel === undefined ? null : <Button onClick={onCancel}>{t("devtools.cancel")}</Button>}
        <Button
          type="submit"
          look={step === "sure" ? "danger" : "primary"}
          disabled={problem !== undefined || step === "sending"}
        >
          {step === "sure" ? t("devtools.sure") : action}
        </Button>
      </div>
    </form>
  );
}
