import type { VerificationPhase } from "#api/encryption.ts";
import { t } from "#lib/i18n/t.ts";

export interface CompareProps {
  readonly standing: Extract<VerificationPhase, { readonly phase: "compare" }>;
}

/** Seven emoji, large and with their names; their order counts. */
export function Compare({ standing }: CompareProps) {
  return (
    <>
      <p role="status" className="verify-question">
        {t(standing.confirmed === "yes" ? "encryption.verify.confirmed" : "encryption.verify.compare")}
      </p>
      <ol className="verify-emoji" aria-label={t("encryption.verify.compareList")}>
        {standing.emoji.map(({ symbol, name }, at) => (
          <li key={at}>
            <span aria-hidden="true">{symbol}</span>
            <small>{name}</small>
          </li>
        ))}
      </ol>
    </>
  );
}
