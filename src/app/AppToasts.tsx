import { dismissToast, useUi, type Toast, type ToastAction } from "#client/ui-store.ts";
import { t } from "#lib/i18n/t.ts";
import { errorText } from "#ui/error-text.ts";
import { Toasts, type ToastView } from "#ui/Toasts.tsx";

function actionOf(action: ToastAction | undefined): ToastView["action"] {
  return action && { label: action.kind === "retry" ? t("errors.tryAgain") : action.label, run: action.run };
}

function viewOf({ id, text, error, action, other, stay }: Toast): ToastView {
  return {
    id,
    text: text ?? (error ? errorText(error) : ""),
    tone: error ? "failed" : "plain",
    action: actionOf(action),
    other: actionOf(other),
    stay,
  };
}

/** What the window has to say, from wherever it was said. */
export function AppToasts() {
  const toasts = useUi((ui) => ui.toasts);
  return <Toasts toasts={toasts.map(viewOf)} onDismiss={dismissToast} />;
}
