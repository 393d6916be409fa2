import { Component, type ErrorInfo, type ReactNode } from "react";
import { ViewFailure } from "#client/use-view.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Empty } from "#ui/Empty.tsx";
import { errorDetails, errorText } from "#ui/error-text.ts";
import "./pane-boundary.css";

export interface PaneBoundaryProps {
  /** A change of it is a new start: the pane shows something else now. */
  readonly subject?: string | undefined;
  readonly children: ReactNode;
}

interface State {
  readonly error: unknown;
  readonly subject: string | undefined;
}

/** A pane that breaks says so and offers another try; the other panes live on. */
export class PaneBoundary extends Component<PaneBoundaryProps, State> {
  override state: State = { error: undefined, subject: this.props.subject };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error };
  }

  static getDerivedStateFromProps(props: PaneBoundaryProps, state: State): Partial<State> | null {
    return props.subject === state.subject ? null : { error: undefined, subject: props.subject };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    // For whoever looks into the console: the details on screen are short.
    // eslint-disable-next-line no-console
    console.error("a pane broke", error, info.componentStack);
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    if (isMissingCode(error)) return <NewVersion />;
    const failure = error instanceof ViewFailure ? error.error : undefined;
    const details = failure ? errorDetails(failure) : error instanceof Error ? error.message : undefined;
    return (
      <section className="pane-broken" role="alert">
        <Empty title={t("errors.paneCrashed")} details={details}>
          <p>{failure ? errorText(failure) : t("errors.paneCrashedBody")}</p>
          <Button onClick={() => this.setState({ error: undefined })}>{t("errors.paneReload")}</Button>
        </Empty>
      </section>
    );
  }
}

// A new version was deployed: the files this page would load on demand are gone. Trying again cannot help.
const MISSING_CODE = /dynamically imported module|importing a module script failed/i;

function isMissingCode(error: unknown): boolean {
  return error instanceof TypeError && MISSING_CODE.test(error.message);
}

function NewVersion() {
  return (
    <section className="pane-broken" role="alert">
      <Empty title={t("shell.stale")}>
        <p>{t("errors.newVersion")}</p>
        <Button onClick={() => window.location.reload()}>{t("shell.reload")}</Button>
      </Empty>
    </section>
  );
}
