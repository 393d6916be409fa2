import { useState } from "react";
import { t } from "#lib/i18n/t.ts";
import { passwordStrength, type Strength } from "#lib/password-strength.ts";
import type { FieldNote } from "#ui/Field.tsx";
import { PasswordField } from "#ui/PasswordField.tsx";

/** A passphrase that is being chosen, or none. */
export interface Passphrase {
  readonly use: "yes" | "no";
  readonly value: string;
  readonly again: string;
  /** Complaints come once somebody tried to go on. */
  readonly tried: "yes" | "no";
}

const NONE: Passphrase = { use: "no", value: "", again: "", tried: "no" };

export interface PassphraseState {
  readonly state: Passphrase;
  readonly set: (next: Partial<Passphrase>) => void;
  readonly chosen: string | undefined;
  /** Whether it may be used; complaints show from then on. */
  readonly check: () => "fine" | "refused";
}

export function usePassphrase(): PassphraseState {
  const [state, setState] = useState(NONE);
  const set = (next: Partial<Passphrase>) => setState((now) => ({ ...now, ...next }));
  return {
    state,
    set,
    chosen: state.use === "yes" ? state.value : undefined,
    check: () => {
      if (state.use === "no") return "fine";
      set({ tried: "yes" });
      return problemOf(state) === undefined ? "fine" : "refused";
    },
  };
}

function problemOf({
  value,
  again,
}: Passphrase): { readonly field: "first" | "second"; readonly text: string } | undefined {
  if (value === "") return { field: "first", text: t("encryption.setup.passphraseMissing") };
  if (passwordStrength(value, "") === "weak") return { field: "first", text: t("encryption.setup.passphraseTooWeak") };
  return value === again ? undefined : { field: "second", text: t("encryption.setup.passphraseDiffers") };
}

export function PassphraseChoice({ passphrase: { state, set } }: { readonly passphrase: PassphraseState }) {
  return (
    <>
      <label className="enc-tick">
        <input
          type="checkbox"
          checked={state.use === "yes"}
          onChange={(event) => set({ use: event.target.checked ? "yes" : "no" })}
        />
        <span>
          {t("encryption.setup.withPassphrase")}
          <small>{t("encryption.setup.withPassphraseNote")}</small>
        </span>
      </label>
      {state.use === "yes" ? <PassphraseFields state={state} set={set} /> : null}
    </>
  );
}

interface FieldsProps {
  readonly state: Passphrase;
  readonly set: (next: Partial<Passphrase>) => void;
}

function PassphraseFields({ state, set }: FieldsProps) {
  const problem = state.tried === "yes" ? problemOf(state) : undefined;
  const error = (field: "first" | "second"): FieldNote | undefined =>
    problem?.field === field ? { tone: "error", text: problem.text } : undefined;
  return (
    <>
      <PasswordField
        label={t("encryption.setup.passphrase")}
        autoComplete="new-password"
        autoFocus
        value={state.value}
        note={error("first") ?? (state.value === "" ? undefined : strengthNote(passwordStrength(state.value, "")))}
        onChange={(event) => set({ value: event.target.value })}
      />
      <PasswordField
        label={t("encryption.setup.passphraseAgain")}
        autoComplete="new-password"
        value={state.again}
        note={error("second")}
        onChange={(event) => set({ again: event.target.value })}
      />
    </>
  );
}

function strengthNote(strength: Strength): FieldNote {
  switch (strength) {
    case "weak":
      return { tone: "plain", text: t("encryption.setup.strengthWeak") };
    case "fair":
      return { tone: "plain", text: t("encryption.setup.strengthFair") };
    case "good":
      return { tone: "good", text: t("encryption.setup.strengthGood") };
  }
}
