/** Sentences for a refused sign-in, and the field they belong under. */
import type { SdkError } from "#api/errors.ts";
import { t } from "#lib/i18n/t.ts";
import { errorText } from "#ui/error-text.ts";
import type { FieldNote } from "#ui/Field.tsx";
import type { Discovery } from "./use-discovery.ts";

export interface SignInProblem {
  readonly field: "server" | "user" | "password" | "form";
  readonly text: string;
}

export function signInProblem(error: SdkError, id: string): SignInProblem {
  if (error.kind === "matrix") {
    switch (error.errcode) {
      // Servers do not say whether the name or the password is wrong, so that names cannot be guessed.
      case "M_FORBIDDEN":
      case "M_UNAUTHORIZED":
        return { field: "password", text: t("auth.wrongPassword", { id }) };
      case "M_USER_DEACTIVATED":
        return { field: "user", text: t("auth.deactivated", { id }) };
      case "M_INVALID_USERNAME":
        return { field: "user", text: errorText(error) };
      default:
        return { field: "form", text: errorText(error) };
    }
  }
  return { field: "form", text: errorText(error) };
}

export function discoveryProblem(error: SdkError, server: string, online: boolean): SignInProblem {
  if (error.kind === "offline" || !online) {
    return { field: "server", text: online ? t("errors.discoveryUnreachable") : errorText({ kind: "offline" }) };
  }
  if (error.kind === "discovery" && error.reason === "unreachable") {
    return { field: "server", text: t("auth.wrongServer", { server }) };
  }
  return { field: "server", text: errorText(error) };
}

/** The line under the server field. */
export function discoveryNote(discovery: Discovery): FieldNote | undefined {
  switch (discovery.state) {
    case "idle":
      return undefined;
    case "looking":
      return { tone: "plain", text: t("auth.looking", { server: discovery.input }) };
    case "found":
      return { tone: "good", text: t("auth.found", { server: discovery.server.serverName }) };
    case "failed":
      return { tone: "error", text: discoveryProblem(discovery.error, discovery.input, navigator.onLine).text };
  }
}
