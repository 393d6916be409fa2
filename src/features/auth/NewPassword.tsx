import { t } from "#lib/i18n/t.ts";
import type { FieldNote } from "#ui/Field.tsx";
import { PasswordField } from "#ui/PasswordField.tsx";
import { passwordStrength, type Strength } from "#lib/password-strength.ts";

export interface NewPasswordProps {
  readonly label: string;
  readonly value: string;
  readonly username: string;
  readonly problem: string | undefined;
  readonly autoFocus?: boolean;
  readonly onChange: (password: string) => void;
}

/** A password that is being chosen: says how hard it is to guess. */
export function NewPassword({ label, value, username, problem, autoFocus = false, onChange }: NewPasswordProps) {
  return (
    <PasswordField
      label={label}
      value={value}
      autoComplete="new-password"
      autoFocus={autoFocus}
      note={
        problem === undefined
          ? value === ""
            ? undefined
            : strengthNote(passwordStrength(value, username))
          : { tone: "error", text: problem }
      }
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

function strengthNote(strength: Strength): FieldNote {
  switch (strength) {
    case "weak":
      return { tone: "plain", text: t("auth.strengthWeak") };
    case "fair":
      return { tone: "plain", text: t("auth.strengthFair") };
    case "good":
      return { tone: "good", text: t("auth.strengthGood") };
  }
}
