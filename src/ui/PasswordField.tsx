import eye from "virtual:icon/regular/eye";
import eyeSlash from "virtual:icon/regular/eye-slash";
import { useState } from "react";
import { t } from "#lib/i18n/t.ts";
import { Field, type FieldProps } from "./Field.tsx";
import { IconButton } from "./IconButton.tsx";

/** A field for a secret, with the eye that shows it. */
export function PasswordField(props: Omit<FieldProps, "type" | "end">) {
  const [reveal, setReveal] = useState<"hidden" | "shown">("hidden");
  return (
    <Field
      name="password"
      autoCapitalize="none"
      spellCheck={false}
      {...props}
      type={reveal === "shown" ? "text" : "password"}
      end={
        <IconButton
          icon={reveal === "shown" ? eyeSlash : eye}
          label={reveal === "shown" ? t("auth.hidePassword") : t("auth.showPassword")}
          aria-pressed={reveal === "shown"}
          onClick={() => setReveal(reveal === "shown" ? "hidden" : "shown")}
        />
      }
    />
  );
}
