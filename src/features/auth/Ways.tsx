import apple from "virtual:icon/regular/apple-logo";
import facebook from "virtual:icon/regular/facebook-logo";
import github from "virtual:icon/regular/github-logo";
import gitlab from "virtual:icon/regular/gitlab-logo-simple";
import google from "virtual:icon/regular/google-logo";
import key from "virtual:icon/regular/key";
import twitter from "virtual:icon/regular/x-logo";
import { useEffect, useState } from "react";
import type { SdkError } from "#api/errors.ts";
import type { DiscoveredServer } from "#api/session.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { errorText } from "#ui/error-text.ts";
import { Note } from "#ui/Field.tsx";
import { Icon } from "#ui/icons/Icon.tsx";
import { useDoor } from "./door-context.ts";
import { leaveForServer } from "./server-page.ts";
import type { Way } from "./way.ts";

const BRANDS: Readonly<Record<string, string>> = { apple, facebook, github, gitlab, google, twitter };

export interface WaysProps {
  readonly server: DiscoveredServer;
  readonly action: "login" | "register";
  /** `only`: there is nothing to type above; the first button is the screen's main one. */
  readonly rank: "beside" | "only";
}

interface Choice {
  readonly id: string;
  readonly name: string;
  readonly icon: string;
  readonly way: Way;
}

function choicesOf({ serverName, oauth, flows, identityProviders }: DiscoveredServer): readonly Choice[] {
  if (oauth) return [{ id: "oauth", name: serverName, icon: key, way: { kind: "oauth" } }];
  if (!flows.includes("m.login.sso")) return [];
  if (identityProviders.length === 0)
    return [{ id: "sso", name: serverName, icon: key, way: { kind: "sso", provider: undefined } }];
  return identityProviders.map(({ id, name, brand }) => ({
    id,
    name,
    icon: (brand !== undefined && Object.hasOwn(BRANDS, brand) ? BRANDS[brand] : undefined) ?? key,
    way: { kind: "sso", provider: id },
  }));
}

/** "Continue with …": every way that leads over the server's own pages. */
export function Ways({ server, action, rank }: WaysProps) {
  const { config } = useDoor();
  const [leaving, setLeaving] = useState<string | undefined>(undefined);
  const [error, setError] = useState<SdkError | undefined>(undefined);
  const choices = choicesOf(server);

  // Whoever comes back with the browser's "back" finds the page as it was left.
  useEffect(() => {
    const shown = (event: PageTransitionEvent) => {
      if (event.persisted) setLeaving(undefined);
    };
    window.addEventListener("pageshow", shown);
    return () => window.removeEventListener("pageshow", shown);
  }, []);

  const go = async ({ id, way }: Choice) => {
    if (leaving !== undefined) return;
    setLeaving(id);
    setError(undefined);
    const problem = await leaveForServer({ server, way, action, config });
    if (!problem) return;
    setLeaving(undefined);
    setError(problem);
  };

  if (choices.length === 0) return null;
  return (
    <div className="si-ways">
      {rank === "beside" ? (
        <div className="or">
          <span>{t("auth.or")}</span>
        </div>
      ) : null}
      {choices.map((choice, index) => (
        <Button
          key={choice.id}
          size="large"
          span="wide"
          look={rank === "only" && index === 0 ? "primary" : "quiet"}
          aria-disabled={leaving !== undefined}
          onClick={() => void go(choice)}
        >
          <Icon d={choice.icon} />
          {leaving === choice.id
            ? t("auth.leaving")
            : action === "register" && choice.way.kind === "oauth"
              ? t("auth.createAccountAt", { server: choice.name })
              : t("auth.continueWith", { name: choice.name })}
        </Button>
      ))}
      <Note note={error ? { tone: "error", text: errorText(error) } : undefined} />
    </div>
  );
}
